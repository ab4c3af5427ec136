//! Longest-match tables of names: names go in once, the longest name at a place in a text comes out.

/// A prefix tree over bytes, laid out flat.
#[derive(Debug)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    /// For each node the nodes below it, one for each byte from its lowest to its highest.
    children: Vec<u32>,
    root: [u32; 256],
}

#[derive(Clone, Copy, Debug)]
struct Node {
    value: u32,
    /// Where its children begin.
    children: u32,
    /// The byte of the first child.
    low: u8,
    /// How many bytes there are from the first child's to the last one's.
    span: u16,
}

const NONE: u32 = u32::MAX;

impl Trie {
    /// The tree of `names`; of two equal names the first counts.
    pub(super) fn new(mut names: Vec<(Vec<u8>, u32)>) -> Trie {
        names.sort_by(|a, b| a.0.cmp(&b.0));
        names.dedup_by(|later, first| later.0 == first.0);
        let mut trie = Trie { nodes: Vec::new(), children: Vec::new(), root: [NONE; 256] };
        let top = trie.node(&names, 0);
        for byte in 0..=u8::MAX {
            trie.root[byte as usize] = trie.below(top, byte);
        }
        trie
    }

    /// Adds the node of `names`, which share their first `depth` bytes.
    fn node(&mut self, names: &[(Vec<u8>, u32)], depth: usize) -> u32 {
        let own = names.first().filter(|(name, _)| name.len() == depth);
        let longer = if own.is_some() { &names[1..] } else { names };
        let index = self.nodes.len();
        self.nodes.push(Node { value: own.map_or(NONE, |&(_, value)| value), children: 0, low: 0, span: 0 });
        let below: Vec<(u8, u32)> = longer
            .chunk_by(|a, b| a.0[depth] == b.0[depth])
            .map(|same| (same[0].0[depth], self.node(same, depth + 1)))
            .collect();
        if let (Some(&(low, _)), Some(&(high, _))) = (below.first(), below.last()) {
            let span = u16::from(high - low) + 1;
            let first = self.children.len();
            self.children.resize(first + span as usize, NONE);
            for (byte, node) in below {
                self.children[first + usize::from(byte - low)] = node;
            }
            self.nodes[index] = Node { children: first as u32, low, span, ..self.nodes[index] };
        }
        index as u32
    }

    /// The node below `node` along `byte`.
    #[inline]
    fn below(&self, node: u32, byte: u8) -> u32 {
        let Node { children, low, span, .. } = self.nodes[node as usize];
        let at = u16::from(byte.wrapping_sub(low));
        if at < span { self.children[(children + u32::from(at)) as usize] } else { NONE }
    }

    /// The value of the longest name along `bytes` whose length `ends` accepts, and that length.
    #[inline]
    pub(super) fn longest(
        &self,
        bytes: impl Iterator<Item = u8>,
        mut ends: impl FnMut(usize) -> bool,
    ) -> Option<(usize, u32)> {
        let mut best = None;
        let mut node = NONE;
        for (at, byte) in bytes.enumerate() {
            node = if at == 0 { self.root[byte as usize] } else { self.below(node, byte) };
            if node == NONE {
                break;
            }
            let value = self.nodes[node as usize].value;
            if value != NONE && ends(at + 1) {
                best = Some((at + 1, value));
            }
        }
        best
    }
}

//! Longest-match tables of names: names go in once, the longest name at a place in a text comes out.

/// A prefix tree over bytes, laid out flat.
#[derive(Debug)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    edges: Vec<(u8, u32)>,
    root: [u32; 256],
}

#[derive(Clone, Copy, Debug)]
struct Node {
    value: u32,
    first_edge: u32,
    edges: u16,
}

const NONE: u32 = u32::MAX;

impl Trie {
    /// The tree of `names`; of two equal names the first counts.
    pub(super) fn new(mut names: Vec<(Vec<u8>, u32)>) -> Trie {
        names.sort_by(|a, b| a.0.cmp(&b.0));
        names.dedup_by(|later, first| later.0 == first.0);
        let mut trie = Trie { nodes: Vec::new(), edges: Vec::new(), root: [NONE; 256] };
        let top = trie.node(&names, 0);
        if let Some(top) = trie.nodes.get(top as usize).copied() {
            for &(byte, node) in &trie.edges[top.first_edge as usize..][..top.edges as usize] {
                trie.root[byte as usize] = node;
            }
        }
        trie
    }

    /// Adds the node of `names`, which share their first `depth` bytes.
    fn node(&mut self, names: &[(Vec<u8>, u32)], depth: usize) -> u32 {
        let own = names.first().filter(|(name, _)| name.len() == depth);
        let longer = if own.is_some() { &names[1..] } else { names };
        let index = self.nodes.len();
        self.nodes.push(Node { value: own.map_or(NONE, |&(_, value)| value), first_edge: 0, edges: 0 });
        let edges: Vec<(u8, u32)> = longer
            .chunk_by(|a, b| a.0[depth] == b.0[depth])
            .map(|same| (same[0].0[depth], self.node(same, depth + 1)))
            .collect();
        self.nodes[index].first_edge = self.edges.len() as u32;
        self.nodes[index].edges = edges.len() as u16;
        self.edges.extend(edges);
        index as u32
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
            node = if at == 0 {
                self.root[byte as usize]
            } else {
                let Node { first_edge, edges, .. } = self.nodes[node as usize];
                let edges = &self.edges[first_edge as usize..][..edges as usize];
                edges.iter().find(|edge| edge.0 == byte).map_or(NONE, |edge| edge.1)
            };
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

//! What words end in: a list of words goes in once, whether one of them may end at a place of a text is told from two bytes.

use super::text::byte_before;

/// The last two bytes of some words, a bit each, six bits a byte. ASCII letters count without case.
#[derive(Debug)]
pub(super) struct Ends([u64; 64]);

impl Ends {
    /// Of words of two bytes or more; shorter ones are left out.
    pub(super) const fn of(words: &[&str]) -> Ends {
        Ends([0; 64]).and(words)
    }

    /// Of more words.
    pub(super) const fn and(mut self, words: &[&str]) -> Ends {
        let mut at = 0;
        while at < words.len() {
            self.add(words[at].as_bytes());
            at += 1;
        }
        self
    }

    /// Adds a word.
    pub(super) const fn add(&mut self, word: &[u8]) {
        if let [.., a, b] = word {
            self.0[six(*a)] |= 1 << six(*b);
        }
    }

    /// False if none of the words ends at `at`.
    #[inline]
    pub(super) fn may_end(&self, text: &str, at: usize) -> bool {
        let (a, b) = (byte_before(text, at.saturating_sub(1)), byte_before(text, at));
        self.0[six(a)] >> six(b) & 1 == 1
    }
}

/// The bits that tell a byte: of a letter those that both its cases share.
const fn six(byte: u8) -> usize {
    (byte.to_ascii_lowercase() & 63) as usize
}

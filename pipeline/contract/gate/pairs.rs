//! What corresponds: the columns or members of two versions go in, pairs of them come out.

use std::collections::HashMap;
use std::sync::Arc;

/// A column or a member of a struct, by its names.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its former names, the oldest first.
    pub former: &'a [Arc<str>],
}

/// Which of `old` and `new` correspond, in the order of `new`, and then what is gone: by what the new one says that it was
/// called, or else by name.
pub fn pairs(old: &[Names<'_>], new: &[Names<'_>]) -> Vec<(Option<usize>, Option<usize>)> {
    let (was, is) = (index(old), index(new));
    // A former name that the old version knows as a former one already says nothing about this change.
    let former = |now: &Names<'_>| {
        let told = |name: &Arc<str>| was.get(now.name).is_some_and(|&at| old[at].former.contains(name));
        let names = now.former.iter().rev().filter(|name| ***name != *now.name && !told(name));
        names.filter_map(|name| was.get(&**name).copied()).next()
    };
    // A name that something still has is not free, unless that says that it was called otherwise.
    let is_free = |at: &usize| is.get(old[*at].name).is_none_or(|&other| former(&new[other]).is_some());
    let mut taken = vec![false; old.len()];
    let mut pairs = Vec::with_capacity(new.len());
    for (at, now) in new.iter().enumerate() {
        let before = former(now).filter(is_free).or_else(|| was.get(now.name).copied());
        let before = before.filter(|&before| !std::mem::replace(&mut taken[before], true));
        pairs.push((before, Some(at)));
    }
    pairs.extend((0..old.len()).filter(|&at| !taken[at]).map(|at| (Some(at), None)));
    pairs
}

fn index<'a>(names: &[Names<'a>]) -> HashMap<&'a str, usize> {
    names.iter().enumerate().map(|(at, names)| (names.name, at)).collect()
}

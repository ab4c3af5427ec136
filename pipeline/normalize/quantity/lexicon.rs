//! What texts call units: the registry goes in, the unit named at or before a place in a text comes out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::ends::Ends;
use super::text::{byte_at, byte_before};
use super::trie::Trie;
use crate::model::{Needs, registry};

/// The names of the registry, ready to be looked up; the same for every reader.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// Names as printed, read forwards.
    exact: Trie,
    /// ASCII names without case, where that leaves one meaning.
    folded: Trie,
    /// Names of money, read backwards from the number behind them.
    backward: Trie,
    /// The same without case.
    backward_folded: Trie,
    /// What names of money end in.
    money_ends: Ends,
    senses: Vec<Sense>,
}

/// The units that one name may mean, as indexes of the registry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sense {
    pub(super) name: String,
    pub(super) plain: Option<u16>,
    pub(super) by_country: Vec<u16>,
    pub(super) elsewhere: Vec<u16>,
    /// True if its first letter is the prefix milli or mega of another name: mPa and MPa, not min.
    pub(super) prefixed: bool,
}

/// What a name means to one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A unit, as an index of the registry.
    Unit(u16),
    /// One of several.
    Ambiguous,
}

/// A name found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its length in bytes.
    pub(super) len: usize,
    /// Its sense, as an index.
    pub(super) sense: u32,
}

/// The one lexicon.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);
    &LEXICON
}

impl Lexicon {
    fn new() -> Lexicon {
        let mut by_name: BTreeMap<&str, Sense> = BTreeMap::new();
        let mut money = std::collections::BTreeSet::new();
        for (at, entry) in registry().iter().enumerate() {
            let at = at as u16;
            for name in &entry.names {
                let sense = by_name.entry(&name.text).or_default();
                match name.needs {
                    Needs::Nothing => sense.plain = sense.plain.or(Some(at)),
                    Needs::Country => sense.by_country.push(at),
                    Needs::Elsewhere => sense.elsewhere.push(at),
                }
                if entry.currency().is_some() {
                    money.insert(&*name.text);
                }
            }
        }
        for (name, sense) in &mut by_name {
            sense.prefixed = is_prefixed(name, sense.plain);
        }
        let mut senses = Vec::new();
        let mut names = Vec::new();
        let mut folded: BTreeMap<String, Option<u32>> = BTreeMap::new();
        for (name, sense) in by_name {
            let index = senses.len() as u32;
            let lower = name.to_ascii_lowercase();
            folded
                .entry(lower)
                .and_modify(|other| {
                    let same = |&at: &u32| senses.get(at as usize).is_some_and(|s: &Sense| same_units(s, &sense));
                    *other = other.filter(same);
                })
                .or_insert(Some(index));
            senses.push(Sense { name: name.into(), ..sense });
            names.push((name, index));
        }
        let bytes = |name: &str| name.as_bytes().to_vec();
        let reversed = |name: &str| name.bytes().rev().collect::<Vec<u8>>();
        let exact = Trie::new(names.iter().map(|&(name, at)| (bytes(name), at)).collect());
        let one = || folded.iter().filter_map(|(name, at)| Some((name.as_str(), (*at)?)));
        let is_money = |at: u32| senses.get(at as usize).is_some_and(|sense| money.contains(&*sense.name));
        let mut money_ends = Ends::of(&[]);
        for name in &money {
            money_ends.add(name.as_bytes());
        }
        Lexicon {
            money_ends,
            exact,
            folded: Trie::new(one().map(|(name, at)| (bytes(name), at)).collect()),
            backward: Trie::new(names.iter().filter(|n| is_money(n.1)).map(|&(n, at)| (reversed(n), at)).collect()),
            backward_folded: Trie::new(one().filter(|n| is_money(n.1)).map(|(n, at)| (reversed(n), at)).collect()),
            senses,
        }
    }

    /// The units that a name may mean.
    pub(super) fn sense(&self, index: u32) -> &Sense {
        &self.senses[index as usize]
    }

    /// The longest name that begins at `at`.
    #[inline]
    pub(super) fn at(&self, text: &str, at: usize) -> Option<Found> {
        let rest = text.as_bytes().get(at..)?;
        // A name that ends in a letter ends where the word ends.
        let ends = |len: usize| {
            !(byte_at(text, at + len - 1).is_ascii_alphanumeric() && byte_at(text, at + len).is_ascii_alphanumeric())
        };
        let exact = self.exact.longest(rest.iter().copied(), ends);
        // A longer name in other letters goes on behind a space: "US Dollars".
        let longer = match (exact, rest.first()) {
            (_, Some(first)) if !first.is_ascii_alphabetic() => false,
            (Some((len, _)), _) => matches!(byte_at(text, at + len), b' ' | b'-' | b'/'),
            (None, first) => first.is_some(),
        };
        let folded = longer.then(|| self.folded.longest(rest.iter().map(u8::to_ascii_lowercase), ends)).flatten();
        // 10 mWh are no MWh: what a prefix is, its case says.
        let folded = folded.filter(|&(_, sense)| {
            let sense = self.sense(sense);
            !sense.prefixed || sense.name.as_bytes().first() == rest.first()
        });
        let found = if folded.map(|f| f.0) > exact.map(|e| e.0) { folded } else { exact };
        found.map(|(len, sense)| Found { len, sense })
    }

    /// False if no name of money that has a letter ends at `at`, in whatever case.
    #[inline]
    pub(super) fn may_end_money(&self, text: &str, at: usize) -> bool {
        self.money_ends.may_end(text, at)
    }

    /// The longest name of money that ends at `at`, beginning at or behind `floor`.
    pub(super) fn money_before(&self, text: &str, at: usize, floor: usize) -> Option<Found> {
        let before = text.as_bytes().get(floor..at)?;
        let ends = |len: usize| {
            !(byte_at(text, at - len).is_ascii_alphanumeric() && byte_before(text, at - len).is_ascii_alphanumeric())
        };
        let exact = self.backward.longest(before.iter().rev().copied(), ends);
        let folded = || self.backward_folded.longest(before.iter().rev().map(u8::to_ascii_lowercase), ends);
        let found = match exact {
            // "hk $" ends in "$" as "$" does: the longer name counts.
            Some((len, _)) => folded().filter(|f| f.0 > len).or(exact),
            None => folded(),
        };
        found.map(|(len, sense)| Found { len, sense })
    }

    /// What every name means in a report about `currencies`, most telling first.
    pub(super) fn meanings(&self, currencies: &[String]) -> Vec<Meaning> {
        self.senses.iter().map(|sense| sense.meaning(currencies)).collect()
    }
}

/// True if `name` is "m" or "M" before the symbol of a unit of the same dimension.
fn is_prefixed(name: &str, unit: Option<u16>) -> bool {
    let Some(dimension) = unit.and_then(|at| registry().get(at as usize)).map(|entry| &entry.dimension) else {
        return false;
    };
    let Some(symbol) = name.strip_prefix(['m', 'M']).filter(|symbol| !symbol.is_empty()) else { return false };
    let is_symbol = |entry: &crate::model::UnitEntry| {
        &*entry.code == symbol || entry.names.iter().any(|name| &*name.text == symbol)
    };
    registry().iter().any(|entry| entry.dimension == *dimension && is_symbol(entry))
}

fn same_units(a: &Sense, b: &Sense) -> bool {
    a.plain == b.plain && a.by_country == b.by_country && a.elsewhere == b.elsewhere
}

impl Sense {
    fn meaning(&self, currencies: &[String]) -> Meaning {
        let of = |units: &[u16], currency: &str| {
            units.iter().copied().find(|&at| registry()[at as usize].currency() == Some(currency))
        };
        let told = currencies
            .iter()
            .find_map(|currency| of(&self.elsewhere, currency).or_else(|| of(&self.by_country, currency)));
        match (told.or(self.plain), self.by_country.as_slice(), self.elsewhere.as_slice()) {
            (Some(at), ..) | (None, &[at], []) | (None, [], &[at]) => Meaning::Unit(at),
            _ => Meaning::Ambiguous,
        }
    }
}

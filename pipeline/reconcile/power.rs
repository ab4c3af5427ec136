//! How much a check that holds could have missed: two sides go in, the largest error it could not have seen comes out.

use super::extent::Extent;
use super::number::Number;
use super::value::Part;

/// The largest error in one number that a check could not have seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// In base units of the number; `None` if no error is too large (a number printed as "at least").
    pub absolute: Option<Number>,
    /// Its effect as a share of the total; `None` without a limit and for a total of 0.
    pub share: Option<Number>,
}

/// The power of a comparison that holds, where `total` is the printed total.
///
/// Left less right may be anything in `difference`, which holds 0. An error `e` in a part that counts `w` times
/// moves both ends by `w * e` and is unseen while 0 stays inside: up to the further end.
pub(super) fn power(difference: &Extent, parts: &[&Part], total: &Number) -> Power {
    let (Some(lower), Some(upper)) = (&difference.lower, &difference.upper) else {
        return Power { absolute: None, share: None };
    };
    let slack = lower.value.abs().max(upper.value.abs());
    let weights = parts.iter().filter_map(|part| part.weight.as_ref()).map(Number::abs).filter(|w| !w.is_zero());
    let least = weights.reduce(Number::min).unwrap_or(Number::ONE);
    Power { absolute: slack.div(&least), share: slack.div(&total.abs()) }
}

//! Why two sides differ: the parts and their gap go in, the one simple cause comes out, if there is exactly one.

use super::value::CellRef;

/// The one simple cause that explains an inconsistency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Its kind.
    pub cause: Cause,
    /// The cell it is in; `None` where the cause lies between the sides.
    pub cell: Option<CellRef>,
    /// The fact, as messages write it.
    pub text: String,
}

/// Simple causes of inconsistencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Two neighbouring digits of one printed number change places.
    SwappedDigits,
    /// One part is not in the printed total.
    LeftOut,
    /// One part is in the printed total twice.
    CountedTwice,
    /// A part has the other sign.
    Sign,
    /// A number is a power of ten off, or 万, 亿, 千 too large or small.
    PowerOfTen,
    /// GB and GiB were mixed up.
    BinaryUnit,
    /// A part is the sum of others, so that they count twice.
    SubtotalAdded,
    /// A share was computed on another base.
    OtherBase,
}

//! Two whole numbers beside a line: a quotient, a list that shares its unit, or either. The numeral goes in, which comes out.

use super::amount::kind_of;
use super::numeral::{self, Numeral};
use super::text::char_before;
use super::trouble::beside_line;
use super::unit::UnitFound;
use super::{Reader, Reading, Separators};
use crate::model::Kind;
use crate::source::Span;

/// What two numbers beside a line are.
pub(super) enum Slash {
    /// One over the other: 3/4.
    Quotient,
    /// The first number of a list, which ends before the line: 100/120亿元.
    Listed(Numeral),
    /// Nothing that one reading tells: 9/11.
    Refused(Reading),
}

/// Numbers that things are divided by as a rule; everything else below a line is another number as often.
fn is_usual(below: u32) -> bool {
    matches!(below, 2..=10 | 12 | 16 | 20 | 25 | 32 | 50 | 64 | 100 | 128 | 1000 | 10_000)
}

impl Reader {
    /// What the quotient `fraction` is, given what stands behind it; `None` if it is written in another way than 3/4.
    #[cold]
    pub(super) fn slash(&self, text: &str, fraction: &Numeral, marked: bool) -> Option<Slash> {
        let printed = text.get(fraction.start..fraction.end)?;
        let (above, below) = printed.split_once('/')?;
        let digits = below.bytes().take_while(u8::is_ascii_digit).count();
        let (first, second) = (above.parse::<u32>().ok()?, below[..digits].parse::<u32>().ok()?);
        let line = fraction.start + above.len();
        // No list has a sign, and -3/2 is no proper fraction.
        let signed = matches!(char_before(text, fraction.start), Some('-' | '−')) && (1..=10).contains(&second);
        let quotient = signed || 0 < first && first < second && is_usual(second);
        let refused = || Slash::Refused(beside_line(text, Span::new(fraction.start, line + 1 + digits)));
        // 3/4 trillion, but no 40/50 million
        if digits < below.len() {
            return Some(if quotient && second < 10 { Slash::Quotient } else { refused() });
        }
        let last = numeral::read_digits(text, line + 1, self.options.separators, false);
        let unit = self.unit_behind(text, last.end);
        let counted = unit.as_ref().is_some_and(is_counted);
        // 3/8 %, but no 10/20 %
        let share = unit.as_ref().is_some_and(|found| kind_of(found.unit.as_ref()) == Kind::Percent);
        let quotient = quotient && (!share || matches!(second, 2..=8 | 16 | 32 | 64));
        let years = 1950..=2050;
        Some(match (last.scale != 0, counted) {
            (true, _) if marked => refused(),
            (true, _) => {
                Slash::Listed(numeral::read_digits(&text[..line], fraction.start, Some(Separators::Point), false))
            }
            (false, true) if quotient || marked => refused(),
            (false, true) if !years.contains(&first) && !years.contains(&second) => {
                Slash::Listed(numeral::read_digits(&text[..line], fraction.start, Some(Separators::Point), false))
            }
            _ if quotient => Slash::Quotient,
            _ => refused(),
        })
    }
}

/// True for units of which a part is hardly printed as a quotient: money, things that are counted, 倍.
pub(super) fn is_counted(found: &UnitFound) -> bool {
    let Some(unit) = &found.unit else { return true };
    matches!(kind_of(Some(unit)), Kind::Money | Kind::Count) || unit.numerator.code() == "{times}"
}

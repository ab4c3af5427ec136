//! The cause of a gap: seeded into random tables, and drawn under small ones.

use crate::drawing::{check, only};
use crossfoot::reconcile::{Cause, Status};

/// Small, fixed pseudo-random numbers, so that a failure can be run again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % limit
    }
}

/// A printed number: digits and decimals, as `digits / 10^decimals`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Printed(i128, u32);

impl Printed {
    /// Its value in millionths of millionths.
    fn value(self) -> i128 {
        self.0 * 10i128.pow(12 - self.1)
    }

    fn half(self) -> i128 {
        5 * 10i128.pow(11 - self.1)
    }

    fn text(self) -> String {
        let digits = format!("{:0>width$}", self.0.abs(), width = self.1 as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.1 as usize);
        let point = if self.1 > 0 { "." } else { "" };
        format!("{}{whole}{point}{fraction}", if self.0 < 0 { "-" } else { "" })
    }

    fn swaps(self) -> Vec<i128> {
        let digits = format!("{:0>width$}", self.0.abs(), width = self.1 as usize + 1).into_bytes();
        let mut all = Vec::new();
        for at in 0..digits.len() - 1 {
            let below_one = digits.len() as u32 == self.1 + 1;
            let mut other = digits.clone();
            other.swap(at, at + 1);
            if other != digits && !(other[0] == b'0' && !below_one) {
                let swapped: i128 = String::from_utf8(other).expect("digits").parse().expect("digits");
                all.push(swapped * self.0.signum());
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Every simple cause that explains the gap, tried one by one: the same question in other words.
fn simple_causes(parts: &[Printed], total: Printed) -> Vec<(Cause, i128)> {
    let sum: i128 = parts.iter().map(|part| part.value()).sum();
    let slack: i128 = parts.iter().map(|part| part.half()).sum::<i128>() + total.half();
    let mut found = Vec::new();
    let numbers = parts.iter().map(|part| (*part, 1)).chain([(total, -1)]);
    for (at, (number, weight)) in numbers.enumerate() {
        // What left less right becomes, and how wide, with another value in the number's place.
        let fits = |value: i128, half: i128| {
            let gap = sum - total.value() + weight * (value - number.value());
            gap.abs() <= slack - number.half() + half
        };
        let own = |cause| (cause, if cause == Cause::SwappedDigits { at as i128 + (1 << 100) } else { number.value() });
        for swap in number.swaps() {
            if fits(swap * 10i128.pow(12 - number.1), number.half()) {
                found.push(own(Cause::SwappedDigits));
            }
        }
        if fits(-number.value(), number.half()) {
            found.push(own(Cause::Sign));
        }
        for power in 1..=9 {
            let ten = 10i128.pow(power);
            // A number that shrinks to nothing beside all others is left out, not a power of ten off.
            let least =
                parts.iter().chain([&total]).filter(|other| **other != number).map(|other| other.value().abs()).min();
            let gone = fits(0, 0) && least.is_some_and(|least| number.value().abs() / ten * 10 < least);
            let smaller = !gone && fits(number.value() / ten, number.half() / ten);
            if fits(number.value() * ten, number.half() * ten) || smaller {
                found.push(own(Cause::PowerOfTen));
            }
        }
        if fits(number.value() / 125 * 128 / 125 * 128 / 125 * 128, number.half() * 2) {
            found.push(own(Cause::BinaryUnit));
        }
        if weight == 1 && fits(0, 0) {
            found.push(own(Cause::LeftOut));
        }
        if weight == 1 && fits(2 * number.value(), 2 * number.half()) {
            found.push(own(Cause::CountedTwice));
        }
    }
    found.dedup();
    found
}

fn table(parts: &[Printed], total: Printed) -> String {
    let rows: String = parts.iter().map(|part| format!("x | {}\n", part.text())).collect();
    let stated = total.text();
    format!(
        "# t\nname | a number GB\n{rows}? sum(t.a) == stated.total\n# stated_figure\nfigure | value number | unit\ntotal | {stated} | GB\n"
    )
}

/// Parts with 3 to 7 digits and random decimals, and their total, rounded to its own.
fn random_table(random: &mut Random) -> (Vec<Printed>, Printed) {
    let decimals = random.below(4) as u32;
    let count = 5 + random.below(36);
    let part = |random: &mut Random| {
        let digits = 10i128.pow(3 + random.below(5) as u32);
        // A last digit other than 0, so that no trailing zero is in doubt.
        let value = (digits / 10 + i128::from(random.below(digits as u64 * 9 / 10))) / 10 * 10
            + 1
            + i128::from(random.below(9));
        Printed(value, decimals)
    };
    let parts: Vec<Printed> = (0..count).map(|_| part(random)).collect();
    (parts.clone(), Printed(parts.iter().map(|part| part.0).sum(), decimals))
}

/// Plants one cause; `None` where the table has no place for it.
fn plant(cause: Cause, parts: &mut Vec<Printed>, total: &mut Printed, random: &mut Random) -> Option<()> {
    let at = random.below(parts.len() as u64) as usize;
    match cause {
        Cause::SwappedDigits => {
            let swaps = parts[at].swaps();
            parts[at].0 = *swaps.get(random.below(swaps.len().max(1) as u64) as usize)?;
        }
        Cause::LeftOut => total.0 -= parts[at].0,
        Cause::CountedTwice => total.0 += parts[at].0,
        Cause::Sign => parts[at].0 = -parts[at].0,
        Cause::PowerOfTen => {
            let power = [1, 2, 3, 4, 8][random.below(5) as usize];
            parts[at].0 *= 10i128.pow(power);
            if parts[at].1 == 0 {
                return None;
            }
        }
        Cause::BinaryUnit => {
            // The part is printed in GiB as if it were GB, with its own decimals and one more.
            let exact = parts[at].0 * 10;
            let binary = exact * 1_000_000_000 / 1_073_741_824;
            parts[at] = Printed(binary, parts[at].1 + 1);
        }
        Cause::SubtotalAdded => {
            let from = random.below(parts.len() as u64 - 2) as usize;
            let count = 2 + random.below((parts.len() - from - 1) as u64) as usize;
            let sum = parts[from..(from + count).min(parts.len())].iter().map(|part| part.0).sum();
            let decimals = parts[at].1;
            parts.insert((from + count).min(parts.len()), Printed(sum, decimals));
        }
        Cause::OtherBase => return None,
    }
    Some(())
}

#[test]
fn a_planted_cause_is_named_and_never_another() {
    let mut random = Random(7);
    let causes = [
        Cause::SwappedDigits,
        Cause::LeftOut,
        Cause::CountedTwice,
        Cause::Sign,
        Cause::PowerOfTen,
        Cause::BinaryUnit,
        Cause::SubtotalAdded,
    ];
    for cause in causes {
        let (mut only_one, mut named, mut tables) = (0, 0, 0);
        for _ in 0..400 {
            let (mut parts, mut total) = random_table(&mut random);
            if plant(cause, &mut parts, &mut total, &mut random).is_none() {
                continue;
            }
            let verdict = only(&table(&parts, total));
            if verdict.status != Status::Inconsistent {
                continue;
            }
            tables += 1;
            let mut simple = simple_causes(&parts, total);
            if cause == Cause::SubtotalAdded {
                simple.iter_mut().filter(|(c, _)| *c == Cause::LeftOut).for_each(|(c, _)| *c = Cause::SubtotalAdded);
            }
            let unique = simple.len() == 1;
            only_one += usize::from(unique);
            let diagnosis = verdict.worst().and_then(|case| case.diagnosis.as_ref());
            match diagnosis {
                Some(diagnosis) => {
                    assert_eq!(diagnosis.cause, cause, "{}\n{parts:?} {total:?} {simple:?}", diagnosis.text);
                    named += usize::from(unique);
                }
                None => assert!(!unique || named < tables, "{parts:?} {total:?} {simple:?}"),
            }
        }
        println!("{cause:?}: {tables} tables, the only simple cause in {only_one}, named in {named} of them");
        assert!(named * 100 >= only_one * 95, "{cause:?}: {named} of {only_one}");
        assert!(only_one >= 50, "{cause:?}: too few tables tell anything");
    }
}

#[test]
fn swapped_digits_of_a_total_are_named() {
    check(
        r#"
# t
name | a number
News | 120.37
Web  | 44.1
Book | 9.052
? sum(t.a) == stated.total

# stated_figure
figure | value number | unit
total  | 137.522      |
         ^^^^^^^ error[total-mismatch]: parts sum to 173.522, report prints 137.522 (difference 36)
"#,
    );
    let verdict = only(
        "# t\nname | a number\nx | 120.37\ny | 44.1\n? sum(t.a) == stated.total\n# stated_figure\nfigure | value number | unit\ntotal | 164.74 |\n",
    );
    let diagnosis = verdict.worst().and_then(|case| case.diagnosis.clone()).expect("one cause");
    assert_eq!(diagnosis.text, "two digits of \"164.74\" may have changed places: 164.47 would agree");
}

#[test]
fn a_share_of_another_base_is_named() {
    let verdict = only(
        "# stated_figure\nfigure | value number | unit\nall | 254 | {vendor}\nlocal | 122 | {vendor}\ngeneral | 37 | {vendor}\nshare | 14.6% | %\n? stated.general / stated.local == stated.share\n",
    );
    let diagnosis = verdict.worst().and_then(|case| case.diagnosis.clone()).expect("one cause");
    assert_eq!(diagnosis.cause, Cause::OtherBase);
    assert_eq!(diagnosis.text, "it agrees on another base: \"254\"");
}

//! The cause of a gap: seeded into random tables, and drawn under small ones.

use crate::drawing::{check, only, read, verdicts};
use crossfoot::model::{Bound, Interval, Qualifier};
use crossfoot::reconcile::{Cause, Status};

/// Small, fixed pseudo-random numbers, so that a failure can be run again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % limit
    }
}

/// A printed number: digits, decimals and a scale word, as `digits / 10^decimals * 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Printed(i128, u32, u32);

impl Printed {
    /// Its value in millionths of millionths.
    fn value(self) -> i128 {
        self.0 * 10i128.pow(12 - self.1 + self.2)
    }

    fn half(self) -> i128 {
        5 * 10i128.pow(11 - self.1 + self.2)
    }

    fn text(self) -> String {
        let digits = format!("{:0>width$}", self.0.abs(), width = self.1 as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.1 as usize);
        let point = if self.1 > 0 { "." } else { "" };
        let word = match self.2 {
            4 => "万",
            8 => "亿",
            _ => "",
        };
        format!("{}{whole}{point}{fraction}{word}", if self.0 < 0 { "-" } else { "" })
    }

    fn swaps(self) -> Vec<i128> {
        let digits = format!("{:0>width$}", self.0.abs(), width = self.1 as usize + 1).into_bytes();
        let mut all = Vec::new();
        for at in 0..digits.len() - 1 {
            let below_one = digits.len() as u32 == self.1 + 1;
            let mut other = digits.clone();
            other.swap(at, at + 1);
            if other != digits && (other[0] != b'0' || below_one) {
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
            if fits(swap * 10i128.pow(12 - number.1 + number.2), number.half()) {
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
            let noise = number.value().abs() / ten <= 2 * slack;
            let gone = (noise || fits(0, 0)) && least.is_some_and(|least| number.value().abs() / ten * 10 < least);
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
        Printed(value, decimals, 0)
    };
    let parts: Vec<Printed> = (0..count).map(|_| part(random)).collect();
    (parts.clone(), Printed(parts.iter().map(|part| part.0).sum(), decimals, 0))
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
            parts[at] = Printed(binary, parts[at].1 + 1, 0);
        }
        Cause::SubtotalAdded => {
            let from = random.below(parts.len() as u64 - 2) as usize;
            let count = 2 + random.below((parts.len() - from - 1) as u64) as usize;
            let sum = parts[from..(from + count).min(parts.len())].iter().map(|part| part.0).sum();
            let decimals = parts[at].1;
            parts.insert((from + count).min(parts.len()), Printed(sum, decimals, 0));
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

/// Parts and totals in 亿 and 万, whose sums are exact.
fn chinese_table(random: &mut Random) -> (Vec<Printed>, Printed) {
    let part = |random: &mut Random| {
        let digits = i128::from(100 + random.below(99_900)) / 10 * 10 + 1 + i128::from(random.below(9));
        if random.below(2) == 0 { Printed(digits, 2, 8) } else { Printed(digits + 10_000, 0, 4) }
    };
    let parts: Vec<Printed> = (0..5 + random.below(36)).map(|_| part(random)).collect();
    let sum: i128 = parts.iter().map(|part| part.value()).sum();
    (parts, Printed(sum / 10i128.pow(16), 4, 8))
}

/// Parts with two decimals and a total rounded to fewer.
fn coarse_table(random: &mut Random) -> (Vec<Printed>, Printed) {
    let parts: Vec<Printed> = (0..5 + random.below(36))
        .map(|_| Printed(i128::from(1_000 + random.below(900_000)) / 10 * 10 + 1 + i128::from(random.below(9)), 2, 0))
        .collect();
    let sum: i128 = parts.iter().map(|part| part.0).sum();
    (parts, Printed((sum + 5) / 10, 1, 0))
}

/// Plants a cause that needs nothing but parts and total in their own units.
fn plant_scaled(cause: Cause, parts: &mut Vec<Printed>, total: &mut Printed, random: &mut Random) -> Option<()> {
    let at = random.below(parts.len() as u64) as usize;
    let sum: i128 = parts.iter().map(|part| part.value()).sum();
    let rounded = |value: i128, like: Printed| {
        let unit = 10i128.pow(12 - like.1 + like.2);
        Printed((value + unit / 2).div_euclid(unit), like.1, like.2)
    };
    match cause {
        Cause::LeftOut => *total = rounded(sum - parts[at].value(), *total),
        Cause::CountedTwice => *total = rounded(sum + parts[at].value(), *total),
        // 亿 in place of 万, and 万 in place of 亿.
        Cause::PowerOfTen if parts[at].2 > 0 => parts[at].2 = 12 - parts[at].2,
        Cause::SubtotalAdded => {
            let from = random.below(parts.len() as u64 - 2) as usize;
            let count = (2 + random.below((parts.len() - from - 1) as u64) as usize).min(parts.len() - from);
            let sum: i128 = parts[from..from + count].iter().map(|part| part.value()).sum();
            let like = Printed(0, if total.2 > 0 { 4 } else { 2 }, total.2);
            parts.insert(from + count, rounded(sum, like));
        }
        Cause::BinaryUnit | Cause::OtherBase => return None,
        _ => plant(cause, parts, total, random)?,
    }
    Some(())
}

/// How a kind of table is called and made.
type Form = (&'static str, fn(&mut Random) -> (Vec<Printed>, Printed));

#[test]
fn a_planted_cause_is_named_among_numbers_in_units_of_their_own_and_coarse_totals() {
    let mut random = Random(11);
    let causes = [
        Cause::SwappedDigits,
        Cause::LeftOut,
        Cause::CountedTwice,
        Cause::Sign,
        Cause::PowerOfTen,
        Cause::SubtotalAdded,
    ];
    let forms: [Form; 2] = [("亿 and 万", chinese_table), ("coarse total", coarse_table)];
    for (form, make) in forms {
        for cause in causes {
            let (mut only_one, mut named, mut tables) = (0, 0, 0);
            for _ in 0..300 {
                let (mut parts, mut total) = make(&mut random);
                if plant_scaled(cause, &mut parts, &mut total, &mut random).is_none() {
                    continue;
                }
                let verdict = only(&table(&parts, total).replace("GB", "CNY"));
                if verdict.status != Status::Inconsistent {
                    continue;
                }
                tables += 1;
                let mut simple = simple_causes(&parts, total);
                simple.retain(|(cause, _)| *cause != Cause::BinaryUnit);
                if cause == Cause::SubtotalAdded {
                    simple
                        .iter_mut()
                        .filter(|(c, _)| *c == Cause::LeftOut)
                        .for_each(|(c, _)| *c = Cause::SubtotalAdded);
                }
                let unique = simple.len() == 1;
                only_one += usize::from(unique);
                if let Some(diagnosis) = verdict.worst().and_then(|case| case.diagnosis.as_ref()) {
                    assert_eq!(diagnosis.cause, cause, "{form}: {}\n{parts:?} {total:?} {simple:?}", diagnosis.text);
                    named += usize::from(unique);
                }
            }
            println!(
                "{form}, {cause:?}: {tables} tables, the only simple cause in {only_one}, named in {named} of them"
            );
            assert!(named * 100 >= only_one * 95, "{form}, {cause:?}: {named} of {only_one}");
        }
    }
}

/// Shares that make 100 %, of which one is misprinted.
#[test]
fn a_planted_cause_is_named_among_shares() {
    let mut random = Random(13);
    for cause in [Cause::SwappedDigits, Cause::Sign, Cause::PowerOfTen, Cause::LeftOut] {
        let (mut only_one, mut named) = (0, 0);
        for _ in 0..300 {
            // A composition of 100.00 without zeros at the end.
            let count = 5 + random.below(16);
            let mut parts: Vec<Printed> = (1..count)
                .map(|_| {
                    Printed(
                        i128::from(20 + random.below(9_000 / count)) / 10 * 10 + 1 + i128::from(random.below(9)),
                        2,
                        0,
                    )
                })
                .collect();
            let rest = 10_000 - parts.iter().map(|part| part.0).sum::<i128>();
            parts.push(Printed(rest, 2, 0));
            let mut total = Printed(10_000, 2, 0);
            let planted = match cause {
                Cause::LeftOut => {
                    parts.insert(0, Printed(101 + i128::from(random.below(800)), 2, 0));
                    Some(())
                }
                _ => plant(cause, &mut parts, &mut total, &mut random),
            };
            if rest <= 0 || rest % 10 == 0 || planted.is_none() {
                continue;
            }
            let rows: String = parts.iter().map(|part| format!("x | {}%\n", part.text())).collect();
            let verdict = only(&format!("# t\nname | a number %\n{rows}? sum(t.a) == 100%\n"));
            if verdict.status != Status::Inconsistent {
                continue;
            }
            // 100 % is exact and stands in the check: it has no digits that could be wrong.
            let simple: Vec<_> = simple_causes(&parts, Printed(10i128.pow(13), 11, 0))
                .into_iter()
                .filter(|(cause, value)| *cause != Cause::BinaryUnit && *value != 10i128.pow(14))
                .collect();
            let unique = simple.len() == 1;
            only_one += usize::from(unique);
            if let Some(diagnosis) = verdict.worst().and_then(|case| case.diagnosis.as_ref()) {
                assert_eq!(diagnosis.cause, cause, "{}\n{parts:?} {simple:?}", diagnosis.text);
                named += usize::from(unique);
            }
        }
        println!("shares, {cause:?}: the only simple cause in {only_one}, named in {named} of them");
        assert!(named * 100 >= only_one * 95 && only_one > 40, "{cause:?}: {named} of {only_one}");
    }
}

/// A share that was computed on one of several other wholes.
#[test]
fn a_planted_other_base_is_named_and_no_other_cause() {
    let mut random = Random(17);
    let (mut only_one, mut named) = (0, 0);
    for _ in 0..400 {
        let bases: Vec<i128> = (0..4).map(|_| i128::from(200 + random.below(9_000)) / 10 * 10 + 3).collect();
        let part = i128::from(20 + random.below(170)) / 10 * 10 + 7;
        let share = (part * 2000 / bases[1] + 1) / 2;
        let fits = |part: i128, base: i128, share: i128| (1000 * part - share * base).abs() * 2 <= base;
        if fits(part, bases[0], share) {
            continue;
        }
        let share_text = Printed(share, 1, 0);
        let figures: String =
            bases.iter().enumerate().map(|(at, base)| format!("base{at} | {base} | {{vendor}}\n")).collect();
        let drawing = format!(
            "# stated_figure\nfigure | value number | unit\n{figures}part | {part} | {{vendor}}\nshare | {}% | %\n? stated.part / stated.base0 == stated.share\n",
            share_text.text()
        );
        let verdict = only(&drawing);
        let others = bases[1..].iter().filter(|base| fits(part, **base, share)).count();
        let swaps = |number: i128| Printed(number, 0, 0).swaps();
        let swapped = swaps(part).into_iter().any(|part| fits(part, bases[0], share))
            || swaps(bases[0]).into_iter().any(|base| fits(part, base, share))
            || share_text.swaps().into_iter().any(|share| fits(part, bases[0], share));
        let scaled = (1..9).any(|power| {
            let ten = 10i128.pow(power);
            fits(part * ten, bases[0], share) || fits(part, bases[0] * ten, share)
        });
        let unique = others == 1 && !swapped && !scaled;
        only_one += usize::from(unique);
        if let Some(diagnosis) = verdict.worst().and_then(|case| case.diagnosis.as_ref()) {
            assert_eq!(diagnosis.cause, Cause::OtherBase, "{}\n{drawing}", diagnosis.text);
            named += usize::from(unique);
        }
    }
    println!("another base: the only simple cause in {only_one}, named in {named} of them");
    assert!(named * 100 >= only_one * 95 && only_one > 200, "{named} of {only_one}");
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

#[test]
fn a_zero_in_front_of_the_point_changes_places_too() {
    let verdict = only(
        "# t\nname | a number\nx | 12.31\ny | 0.57\nz | 8.29\n? sum(t.a) == stated.total\n# stated_figure\nfigure | value number | unit\ntotal | 25.67 |\n",
    );
    let diagnosis = verdict.worst().and_then(|case| case.diagnosis.clone()).expect("one cause");
    assert_eq!(diagnosis.text, "two digits of \"0.57\" may have changed places: 5.07 would agree");
}

#[test]
fn a_range_has_no_digits_that_change_places() {
    let mut drawn = read("# t\nname | a number\nx | 12.5\ny | 37.0\nz | 8.5\n? sum(t.a) == 94\n");
    let trace = &mut drawn.datasets[0].columns[1].trace;
    let printed = *trace.printed.get(1).expect("three rows");
    trace.printed.set(1, crossfoot::model::Printed { qualifier: Qualifier::Range, ..printed });
    let range = Interval { lower: Some(Bound::closed(37.into())), upper: Some(Bound::closed(38.into())) };
    trace.ranges.insert(1, range);
    let (verdicts, _) = verdicts(&drawn);
    assert_eq!(verdicts[0].status, Status::Inconsistent);
    // 73 in place of 37 would make 94.
    assert_eq!(verdicts[0].worst().and_then(|case| case.diagnosis.clone()), None);
}

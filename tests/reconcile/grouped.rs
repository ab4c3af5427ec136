//! Many sums in one pass say what single sums say.

use std::fmt::Write as _;

use crate::drawing::{read, verdicts};

/// 300 groups of 1 to 40 amounts with their totals, every third of which is off by a cent, every fiftieth by more.
fn drawing(key: &str, named: &str, check: &str) -> String {
    let mut lines = format!("# l\n{key} | a number\n");
    let mut totals = format!("# t\n{key} | total number\n");
    let mut state = 5u64;
    for group in 0..300u32 {
        let mut sum = 0;
        for _ in 0..1 + group * 7 % 40 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let amount = 10_000 + (state >> 50);
            sum += amount;
            let _ = writeln!(lines, "{named}{group} | {}.{:02}", amount / 100, amount % 100);
        }
        sum += u64::from(group % 3 == 0) + if group % 50 == 49 { 70 } else { 0 };
        let _ = writeln!(totals, "{named}{group} | {}.{:02}", sum / 100, sum % 100);
    }
    format!("{lines}{totals}? {check}\n")
}

#[test]
fn grouped_sums_are_judged_like_single_ones() {
    // A condition that is always true keeps the second check from the short way.
    let fast = "each t: sum(l.a where k = t.k) == total";
    let slow = "each t where total > 0: sum(l.a where k = t.k) == total";
    let outcome = |(key, named), check: &str| {
        let (verdicts, findings) = verdicts(&read(&drawing(key, named, check)));
        let messages: Vec<String> =
            findings.iter().map(|f| format!("{} {} {:?}", f.code, f.message, f.labels)).collect();
        (verdicts[0].tally, messages)
    };
    for form in [("k", "g"), ("k int", "")] {
        let (tally, findings) = outcome(form, fast);
        assert_eq!((tally.exact, tally.consistent, tally.inconsistent), (196, 98, 6));
        assert_eq!((tally, findings), outcome(form, slow));
    }
}

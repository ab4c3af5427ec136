//! Every code of this stage, held against the registry: a case that fires, a near miss, and one that cannot be decided.

use crossfoot::reconcile::CODES;

use crate::drawing::{check, read, verdicts};

/// One code's three drawings.
struct Cases {
    code: &'static str,
    fires: &'static str,
    near_miss: &'static str,
    /// The check cannot be decided, or not for another reason: never the code itself.
    untestable: &'static str,
}

const CASES: &[Cases] = &[
    Cases {
        code: "total-mismatch",
        fires: r#"
# t
item | a number
x | 11.2
y | 10.3
z | -
? sum(a where item != 'z') == 21.7
                              ^^^^ error[total-mismatch]: parts sum to 21.5, the check says 21.7 (difference 0.2)
"#,
        near_miss: r#"
# t
item | a number
x | 11.2
y | 10.3
? sum(a) == 21.6
"#,
        untestable: r#"
# t
item | a number
x | 11.2
y | -
? sum(a) == 21.7
  ^^^^^^^^^^^^^^ note[untestable-check]: t.a is null in row 2
"#,
    },
    Cases {
        code: "conflicting-values",
        fires: r#"
# t
a number | b number
12.1 | 12.2
       ^^^^ error[conflicting-values]: row 1: a is 12.1, b is 12.2 (difference 0.1)
? each t: a == b
"#,
        near_miss: r#"
# t
a number | b number
12.1 | 12.11
? each t: a == b
"#,
        untestable: r#"
# t
a number | b number
12.1 | -
? each t: a == b
  ^^^^^^^^^^^^^^ note[untestable-check]: row 1: t.b is null in row 1
"#,
    },
    Cases {
        code: "ratio-mismatch",
        fires: r#"
# t
a number | b number | c number{times}
30.2 | 20.1 | 1.6倍
              ^^^^ error[ratio-mismatch]: row 1: a / b is 1.50248… {times}, c is 1.6 {times} (difference 0.0975124… {times})
? each t: a / b == c
"#,
        near_miss: r#"
# t
a number | b number | c number{times}
30.2 | 20.1 | 1.50倍
? each t: a / b == c
"#,
        untestable: r#"
# t
a number | b number | c number{times}
30.2 | 0.0 | 1.5倍
       ^^^ warning[untestable-check]: row 1: the divisor may be zero
? each t: a / b == c
"#,
    },
    Cases {
        code: "share-mismatch",
        fires: r#"
# t
a number | b number | c number %
37.2 | 122.1 | 35.1%
               ^^^^^ error[share-mismatch]: row 1: share(a, b) is 30.4668…%, c is 35.1% (difference 4.63316…%)
? each t: share(a, b) == c
"#,
        near_miss: r#"
# t
a number | b number | c number %
37.2 | 122.1 | 30.5%
? each t: share(a, b) == c
"#,
        untestable: r#"
# t
a number | b number | c number %
37.2 | - | 30.5%
? each t: share(a, b) == c
  ^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: row 1: t.b is null in row 1
"#,
    },
    Cases {
        code: "growth-mismatch",
        fires: r#"
# t
new number | old number | rate number %
115.2 | 100.4 | 12.1%
                ^^^^^ error[growth-mismatch]: row 1: growth(new, old) is 14.7410…%, rate is 12.1% (difference 2.64103…%)
? each t: growth(new, old) == rate
"#,
        near_miss: r#"
# t
new number | old number | rate number %
115.2 | 100.4 | 14.8%
? each t: growth(new, old) == rate
"#,
        untestable: r#"
# t
new number | old number | rate number %
115.2 | - | 14.8%
? each t: growth(new, old) == rate
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: row 1: t.old is null in row 1
"#,
    },
    Cases {
        code: "relation-mismatch",
        fires: r#"
# t
hidden int | ffn int
5123 | 20942
       ^^^^^ error[relation-mismatch]: row 1: ffn is 20,942, 4 * hidden is 20,492 (difference 450)
? each t: ffn == 4 * hidden
"#,
        near_miss: r#"
# t
hidden int | ffn int
5123 | 20492
? each t: ffn == 4 * hidden
"#,
        untestable: r#"
# t
hidden int | ffn int
- | 20492
? each t: ffn == 4 * hidden
  ^^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: row 1: t.hidden is null in row 1
"#,
    },
    Cases {
        code: "count-mismatch",
        fires: r#"
# t
size | n int
7B | 3
14B | -
? count(size) == 3
                 ^ error[count-mismatch]: count(size) is 2, the check says 3 (difference 1)
"#,
        near_miss: r#"
# t
size | n int
7B | 3
14B | -
? count(size) == 2
"#,
        untestable: r#"
# t
size | n int
7B | 3
14B | -
? count(size) == t.n where size = '14B'
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: t.n is null in row 2
"#,
    },
    Cases {
        code: "order-mismatch",
        fires: r#"
# t
k | a number
x | 12.1
y | 12.2
    ^^^^ error[order-mismatch]: 12.2 stands behind 12.1, out of order
? t.a sorted desc
"#,
        near_miss: r#"
# t
k | a number
x | 12.2
y | 12.2
z | 12.1
? t.a sorted desc
"#,
        untestable: r#"
# t
k | a number
x | 12.2
y | -
? t.a sorted desc
  ^^^^^^^^^^^^^^^ note[untestable-check]: t.a is null in row 2
"#,
    },
    Cases {
        code: "mixed-units",
        fires: r#"
# t
a number GB | b number USD
1.5 | 1.5
? sum(a) == sum(b)
  ^^^^^^ error[mixed-units]: GB and USD cannot be compared
"#,
        near_miss: r#"
# t
a number GB | b number TB
1500.0 | 1.5
? sum(a) == sum(b)
"#,
        untestable: r#"
# t
a number GB | b number USD
1.5 | 1.5
? sum(a) == sum(c)
                ^ error[missing-reference]: no column "c" in "t"
"#,
    },
    Cases {
        code: "missing-reference",
        fires: r#"
# t
item | size number
a | 1.5
? sum(sise) == 1.5
      ^^^^ error[missing-reference]: no column "sise" in "t"
"#,
        near_miss: r#"
# t
item | size number
a | 1.5
? sum(size) == 1.5
"#,
        untestable: r#"
# t
item | size number
a | -
? sum(size) == 1.5
  ^^^^^^^^^^^^^^^^ note[untestable-check]: t.size is null in row 1
"#,
    },
    Cases {
        code: "untestable-check",
        fires: r#"
# t
item | size number
a | 1.5
b | 2.5
? size == 1.5
  ^^^^^^^^^^^ warning[untestable-check]: expected one row for t.size, found 2
"#,
        near_miss: r#"
# t
item | size number
a | 1.5
b | 2.5
? size where item = 'a' == 1.5
"#,
        untestable: r#"
# t
item | size number
a | 1.5
? each t where item = 'b': size == 1.5
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[untestable-check]: there is no row to judge
"#,
    },
    Cases {
        code: "weak-check",
        fires: r#"
# t
item | a number
x | 3.4
? sum(a) == stated.large

# stated_figure
figure | value number | unit
large | 3 |
        ^ note[weak-check]: the check holds, but an error of up to 0.95 (31.7 % of the total) would not be seen
"#,
        near_miss: r#"
# t
item | a number
x | 31.4
? sum(a) == stated.large

# stated_figure
figure | value number | unit
large | 31 |
"#,
        untestable: r#"
# t
item | a number
x | -
? sum(a) == stated.large
  ^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: t.a is null in row 1

# stated_figure
figure | value number | unit
large | 3 |
"#,
    },
    Cases {
        code: "loose-zeros",
        fires: r#"
# t
a number | b number
20 | 24.4
     ^^^^ warning[loose-zeros]: row 1: a is 20, b is 24.4: they agree only if zeros at the end are not significant
? each t: a == b
"#,
        near_miss: r#"
# t
a number | b number
24 | 24.4
? each t: a == b
"#,
        untestable: r#"
# t
a number | b number
20 | -
? each t: a == b
  ^^^^^^^^^^^^^^ note[untestable-check]: row 1: t.b is null in row 1
"#,
    },
    Cases {
        code: "check-syntax",
        fires: r#"
# t
k | a number
x | 1.5
? sum(a) = = 1.5
           ^ error[check-syntax]: expected a number, a column, a function or "(", found "=="
"#,
        near_miss: r#"
# t
k | a number
x | 1.5
? sum(a) == 1.5
"#,
        untestable: r#"
# t
k | a number
x | -
? sum(a) == 1.5
  ^^^^^^^^^^^^^ note[untestable-check]: t.a is null in row 1
"#,
    },
    Cases {
        code: "duplicate-values",
        fires: r#"
# t
item | year
a | 2023
a | 2023
^ error[duplicate-values]: two rows have the same values: "a", "2023"
? item, year distinct
"#,
        near_miss: r#"
# t
item | year
a | 2023
a | 2022
? item, year distinct
"#,
        untestable: r#"
# t
item | year
? item, year distinct
  ^^^^^^^^^^^^^^^^^^^ warning[untestable-check]: there is no row to judge
"#,
    },
    Cases {
        code: "unknown-value",
        fires: r#"
# t
k | year int
x | 2021
y | 2025
    ^^^^ error[unknown-value]: expected a value of [2021, 2022], found "2025"
? t.year in [2021, 2022]
"#,
        near_miss: r#"
# t
k | year int
x | 2021
y | 2022
? t.year in [2021, 2022]
"#,
        untestable: r#"
# t
k | year int
? t.year in [2021, 2022]
  ^^^^^^^^^^^^^^^^^^^^^^ warning[untestable-check]: there is no row to judge
"#,
    },
    Cases {
        code: "incomplete-column",
        fires: r#"
# t
item | a number
x | -
? t.a complete
  ^^^^^^^^^^^^ error[incomplete-column]: 1 value is null
"#,
        near_miss: r#"
# t
item | a number
x | 0.0
? t.a complete
"#,
        untestable: r#"
# t
item | a number
? t.a complete
  ^^^^^^^^^^^^ warning[untestable-check]: there is no row to judge
"#,
    },
];

fn codes(drawing: &str) -> Vec<&'static str> {
    verdicts(&read(drawing)).1.iter().map(|finding| finding.code.name).collect()
}

#[test]
fn every_code_of_the_registry_has_its_three_cases() {
    let known: Vec<&str> = CASES.iter().map(|cases| cases.code).collect();
    let listed: Vec<&str> = CODES.iter().map(|code| code.name).collect();
    assert_eq!(known, listed, "the cases stand in the order of the registry");
    for Cases { code, fires, near_miss, untestable } in CASES {
        for drawing in [fires, near_miss, untestable] {
            check(drawing);
        }
        assert!(codes(fires).contains(code), "{code} does not fire");
        assert_eq!(codes(near_miss), Vec::<&str>::new(), "{code}: the near miss is clean");
        let undecided = codes(untestable);
        let own = if *code == "untestable-check" { "" } else { code };
        assert!(!undecided.is_empty() && !undecided.contains(&own), "{code}: {undecided:?}");
    }
}

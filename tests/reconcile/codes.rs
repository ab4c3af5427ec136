//! Every code of this stage: a case that fires, a near miss, and one that cannot be tested.

use crate::drawing::check;

#[test]
fn total_mismatch() {
    check(
        r#"
# t
item  | a number USD
Cash  | 11.2
Bonds | 10.3
? sum(a) == stated.total
? sum(a) == stated.rounded
? sum(a where item = 'Gold') == stated.total
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[untestable-check]: sum has no row

# stated_figure
figure  | value number | unit
total   | 21.7         | USD
          ^^^^ error[total-mismatch]: parts sum to 21.5 USD, report prints 21.7 USD (difference 0.2 USD)
rounded | 21.6         | USD
"#,
    );
}

#[test]
fn conflicting_values() {
    check(
        r#"
# stated_figure
figure | value number | unit
prose  | 2.07亿       | {vendor}
table  | 2.15亿       | {vendor}
         ^^^^^ error[conflicting-values]: stated.prose is 207,000,000 {vendor}, stated.table is 215,000,000 {vendor} (difference 8,000,000 {vendor})
chart  | 2.1亿        | {vendor}
none   | -            | {vendor}
? stated.prose == stated.table
? stated.prose == stated.chart
? stated.prose == stated.none
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: stated_figure.value is null in row 4
"#,
    );
}

#[test]
fn ratio_mismatch() {
    check(
        r#"
# stated_figure
figure | value number | unit
us     | 45.2%        | %
china  | 28.1%        | %
wrong  | 1.9倍        | {times}
         ^^^^ error[ratio-mismatch]: stated.us / stated.china is 1.60854… {times}, stated.wrong is 1.9 {times} (difference 0.291459… {times})
right  | 1.6倍        | {times}
zero   | 0.0%         | %
         ^^^^ warning[untestable-check]: the divisor may be zero
? stated.us / stated.china == stated.wrong
? stated.us / stated.china == stated.right
? stated.us / stated.zero == stated.right
"#,
    );
}

#[test]
fn share_mismatch() {
    check(
        r#"
# stated_figure
figure | value number | unit
all    | 122          | {vendor}
part   | 37           | {vendor}
wrong  | 35.5%        | %
         ^^^^^ error[share-mismatch]: stated.part / stated.all is 30.3278…%, stated.wrong is 35.5% (difference 5.17213…%)
right  | 30.3%        | %
none   | -            | {vendor}
? stated.part / stated.all == stated.wrong
? stated.part / stated.all == stated.right
? share(stated.none, stated.all) == stated.right
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: stated_figure.value is null in row 5
"#,
    );
}

#[test]
fn growth_mismatch() {
    check(
        r#"
# stated_figure
figure | value number | unit
new    | 115.2        | CNY
old    | 100.4        | CNY
wrong  | 12.1%        | %
         ^^^^^ error[growth-mismatch]: growth(stated.new, stated.old) is 14.7410…%, stated.wrong is 12.1% (difference 2.64103…%)
right  | 14.7%        | %
none   | -            | CNY
? growth(stated.new, stated.old) == stated.wrong
? growth(stated.new, stated.old) == stated.right
? growth(stated.new, stated.none) == stated.right
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: stated_figure.value is null in row 5
"#,
    );
}

#[test]
fn points_are_no_per_cent() {
    check(
        r#"
# stated_figure
figure | value number | unit
now    | 15.5%        | %
before | 12.1%        | %
points | 3.4          | {percentage point}
growth | 28.1%        | %
? stated.now - stated.before == stated.points
? growth(stated.now, stated.before) == stated.growth
? stated.before + stated.points == stated.now
  ^^^^^^^^^^^^^ error[mixed-units]: % and {percentage point} cannot be added
? growth(stated.now, stated.before) == stated.points
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[mixed-units]: % and {percentage point} cannot be compared
"#,
    );
}

#[test]
fn relation_mismatch() {
    check(
        r#"
# t
model | hidden int | ffn int
A     | 2561       | 10244
B     | 5123       | 20942
                     ^^^^^ error[relation-mismatch]: model "B": ffn is 20,942, 4 * hidden is 20,492 (difference 450)
C     | -          | 65536
? each t: ffn == 4 * hidden
  ^^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: model "C": t.hidden is null in row 3
"#,
    );
}

#[test]
fn count_mismatch() {
    check(
        r#"
# sizes
size  | n number
1.8B  | 18.5
7B    | 70.5
? count(n) == stated.sizes
? count(size) == 2
? count(n where size = '7B') == 1

# stated_figure
figure | value number | unit
sizes  | 7            |
         ^ error[count-mismatch]: count(n) is 2, stated.sizes is 7 (difference 5)
"#,
    );
}

#[test]
fn order_mismatch() {
    check(
        r#"
# bars
name | kind | amount number
a    | x    | 14.5
b    | x    | 1.5
c    | x    | 7.5
              ^^^ error[order-mismatch]: kind "x": 7.5 stands behind 1.5, out of order
d    | y    | 3.5
e    | y    | 3.5
f    | z    | 9.5
g    | z    | -
? each bars by kind: amount sorted desc
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: kind "z": bars.amount is null in row 7
? max(amount where kind = 'x') <= 14.5
"#,
    );
}

#[test]
fn numbers_printed_to_one_place_stand_in_their_order_as_printed() {
    check(
        r#"
# tab
name | n number {vendor} | usd number USD | share number %
A    | 100               | 100            | 40%
B    | 200               | 200            | 30%
       ^^^ error[order-mismatch]: 200 {vendor} stands behind 100 {vendor}, out of order
                           ^^^ error[order-mismatch]: 200 USD stands behind 100 USD, out of order
                                            ^^^ error[order-mismatch]: 30% stands behind 40%, out of order
C    | 300               | 300            | 20%
       ^^^ error[order-mismatch]: 300 {vendor} stands behind 200 {vendor}, out of order
                           ^^^ error[order-mismatch]: 300 USD stands behind 200 USD, out of order
                                            ^^^ error[order-mismatch]: 20% stands behind 30%, out of order
? n sorted desc
? n sorted asc
? usd sorted desc
? share sorted asc
? share sorted desc
"#,
    );
}

#[test]
fn texts_of_the_check_itself_are_shown() {
    check(
        r#"
# t
day   | name
2024  | a
        ^ error[conflicting-values]: the texts differ: "a", "b"
? '2024-13-45' < '2024-07-01'
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[order-mismatch]: '2024-13-45' < '2024-07-01' does not hold
? '2024-13-45' > '2024-07-01'
? t.name == 'b'
"#,
    );
}

#[test]
fn a_number_less_itself_is_nothing_and_divides_nothing() {
    check(
        r#"
# tab
name | p number | q number | n int
a    | 12.5     | 0        | 0
                             ^ warning[untestable-check]: name "a": the divisor is zero
b    | 1,200    | 0        | 1
c    | 1.5      | 0.1      | 2
                  ^^^ error[total-mismatch]: name "c": parts sum to 0, report prints 0.1 (difference 0.1)
? each tab: p - p == q
? each tab where name = 'a': p - exact(p) == q
? each tab where name = 'a': p + q - p == q
? each tab where n < 2: 5 mod n == 0
"#,
    );
}

#[test]
fn mixed_units() {
    check(
        r#"
# t
item | size number GB | price number USD | cases int{件} | vendors int{家}
a    | 1.5            | 2.5              | 3             | 4
? sum(size) == sum(price)
  ^^^^^^^^^ error[mixed-units]: GB and USD cannot be compared
? each t: cases + vendors == 7
          ^^^^^ error[mixed-units]: {件} and {家} cannot be added
? sum(size) == 1500 MB
? sum(size) == 1.5
  ^^^^^^^^^ error[mixed-units]: GB and a bare number cannot be compared
? sum(cases) == 3
? each t: item + size == 3 GB
          ^^^^ error[mixed-units]: text and GB cannot be added
"#,
    );
}

#[test]
fn missing_reference() {
    check(
        r#"
# t
item | size number
a    | 1.5
? sum(t.sise) == 1.5
      ^^^^^^ error[missing-reference]: no column "sise" in "t"
? sum(u.size) == 1.5
      ^^^^^^ error[missing-reference]: no dataset "u" in this report
? stated.total == 1.5
  ^^^^^^^^^^^^ error[missing-reference]: no stated figure "total" in this report
? sum(series.map.value) == 1.5
      ^^^^^^^^^^^^^^^^ error[missing-reference]: no series "map" in this report
? sum(t.size) == 1.5
? size in t.other
          ^^^^^^^ error[missing-reference]: no column "other" in "t"
"#,
    );
}

#[test]
fn untestable_check() {
    check(
        r#"
# t
item | size number
a    | 1.5
b    | 2.5
? size == 1.5
  ^^^^^^^^^^^ warning[untestable-check]: expected one row for t.size, found 2
? t.size where item = 'b' == 2.5
? t.size where item = 'c' == 2.5
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[untestable-check]: expected one row for t.size, found 0
"#,
    );
}

#[test]
fn weak_check() {
    check(
        r#"
# t
item | a number USD
a    | 12.1
b    | 13.1
? sum(a) == stated.fine
? sum(a) == stated.coarse
? sum(a) == stated.open
? sum(a) == stated.none
  ^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: stated_figure.value is null in row 4

# stated_figure
figure | value number | unit
fine   | 25.2         | USD
coarse | 25           | USD
open   | 至少 20.5    | USD
         ^^^^^^^ note[weak-check]: the check holds, but an error of any size would not be seen
none   | -            | USD
small  | 3.4          | USD
large  | 3            | USD
         ^ note[weak-check]: the check holds, but an error of up to 0.95 USD (31.7 % of the total) would not be seen
? stated.small == stated.large
"#,
    );
}

#[test]
fn loose_zeros() {
    check(
        r#"
# stated_figure
figure | value number | unit
parts  | 24.4         | USD
rough  | 20           | USD
         ^^ warning[loose-zeros]: stated.parts is 24.4 USD, stated.rough is 20 USD: they agree only if zeros at the end are not significant
fine   | 24           | USD
none   | -            | USD
? stated.parts == stated.rough
? stated.parts == stated.fine
? stated.parts == stated.none
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[untestable-check]: stated_figure.value is null in row 4
"#,
    );
}

#[test]
fn check_syntax() {
    check(
        r#"
# t
item | a number
a    | 1.5
? sum(t.a) = = 1.5
             ^ error[check-syntax]: expected a number, a column, a function or "(", found "=="
? sum(t.a == 1.5
          ^^ error[check-syntax]: expected ")", found "=="
? summ(t.a) == 1.5
  ^^^^ error[check-syntax]: expected one of sum, count, min, max, avg, first, last, abs, growth, share, exact, found "summ"
? sum(t.a) ~ 1.5
                ^ error[check-syntax]: expected "within" and a tolerance, such as "within 5%", found the end
? sum(t.a) == 1.5 ?
                  ^ error[check-syntax]: expected a name, a number or an operator, found "?"
? growth(t.a) == 1.5
  ^^^^^^^^^^^ error[check-syntax]: expected 2 arguments in growth(new, old), found 1
? each t sum(a) == 1.5
         ^^^ error[check-syntax]: expected ":", found "sum"
? t.a sorted up
             ^^ error[check-syntax]: expected "asc" or "desc", found "up"
? t.a where item == 'a
                    ^^ error[check-syntax]: expected ' at the end of the text
? sum(t.a) == 1.5
"#,
    );
}

#[test]
fn duplicate_values() {
    check(
        r#"
# t
item | year | a number
a    | 2022 | 1.5
a    | 2023 | 1.5
a    | 2023 | 2.5
^ error[duplicate-values]: two rows have the same values: "a", "2023"
b    | -    | 2.5
b    | -    | 3.5
? item, year distinct
? each t by year: a distinct
"#,
    );
}

#[test]
fn unknown_value() {
    check(
        r#"
# t
item | a number
a    | 1.5
b    | 2.5
^ error[unknown-value]: expected a value of u.name, found "b"
? t.item in u.name
? t.item in ['a', 'b']

# u
name | other
a    | x
"#,
    );
}

#[test]
fn incomplete_column() {
    check(
        r#"
# t
item | a number
a    | 1.5
b    | -
? t.item complete
? t.item, t.a complete
  ^^^^^^^^^^^^^^^^^^^^ error[incomplete-column]: 1 value is null
"#,
    );
}

#[test]
fn arithmetic_of_any_length_is_exact() {
    check(
        r#"
# t
a | b
x | y
? exact(12345678901234567890123456789.01) + exact(0.01) == exact(12345678901234567890123456789.02)
? exact(12345678901234567890123456789.01) + exact(0.01) == exact(12345678901234567890123456789.03)
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[total-mismatch]: exact(12345678901234567890123456789.01) + exact(0.01) is 12,345,678,901,234,567,890,123,456,789.02, exact(12345678901234567890123456789.03) is 12,345,678,901,234,567,890,123,456,789.03 (difference 0.01)
? 99999999999999999999999999999999999999999999 * 99999999999999999999999999999999999999999999 == 9999999999999999999999999999999999999999999800000000000000000000000000000000000000000001
? exact(1) / 3 + exact(1) / 3 + exact(1) / 3 == 1
? 2^4 ^ 2 == 256
      ^ error[check-syntax]: expected ==, ~, <, <=, >, >=, "sorted", "distinct", "in" or "complete", found "^"
"#,
    );
}

#[test]
fn texts_and_dates_are_compared_in_their_order() {
    check(
        r#"
# t
name | day        | a number
a    | 2024-01-05 | 1.5
b    | 2023-02-01 | 2.5
       ^^^^^^^^^^ error[order-mismatch]: name "b": each t: day >= '2024-01-01' does not hold for "2023-02-01"
? each t: day >= '2024-01-01'
? each t: name < 'c'
? t.a in [1.5, 2.5]
? sum(a where day >= '2024-01-01') == 1.5
"#,
    );
}

#[test]
fn a_null_satisfies_no_condition_and_not_its_opposite() {
    check(
        r#"
# t
name | year int | a number
a    | 2023     | 1.5
b    | -        | 2.5
c    | 2024     | 4.5
? sum(a where year = 2023) == 1.5
? sum(a where not year = 2023) == 4.5
"#,
    );
}

#[test]
fn a_net_figure_of_nothing_may_be_weak() {
    check(
        r#"
# t
name | a number
a    | -1.2
b    | 1.1
? sum(a) == 0
            ^ note[weak-check]: the check holds, but an error of up to 0.2 (16.7 % of the total) would not be seen
"#,
    );
}

#[test]
fn mistakes_say_what_was_expected() {
    check(
        r#"
# t
item | day | a number CNY | share number %
x    | one | 1.5          | 12.5%
? first(t.item) == 'x'
        ^^^^^^ error[check-syntax]: expected numbers in first(dataset.column where condition), found text
? t.item sorted asc
  ^^^^^^ error[check-syntax]: expected numbers or dates in "sorted", found text
? t.item + 1 == 2
  ^^^^^^ error[mixed-units]: text and a bare number cannot be added
? t.item == 0
  ^^^^^^ error[mixed-units]: text and a bare number cannot be compared
? t.item, u.item distinct
          ^^^^^^ error[check-syntax]: expected a column of "t", found one of another table
? sum(t.a) ~ 1 CNY within 5 GB
             ^^^^^ error[mixed-units]: CNY and a tolerance in GB do not fit together
? each t: share > 10
                  ^^ error[order-mismatch]: item "x": share is 12.5%, the check says 10, which is 1,000%, expected more

# u
item | a number
x    | 1.5
"#,
    );
}

#[test]
fn shares_differ_by_percentage_points_within_a_tolerance() {
    check(
        r#"
# t
item | share number %
x    | 41.5%
? t.share ~ 40.25% within 2 {percentage point}
            ^^^^^^ note[weak-check]: the check holds, but an error of up to 3.305% (8.2 % of the total) would not be seen
? t.share ~ 38.25% within 2 {percentage point}
            ^^^^^^ error[conflicting-values]: t.share is 41.5%, the check says 38.25% (difference 3.25%, more than 2 {percentage point})
"#,
    );
}

//! Many sums in one pass over the arrays: `each t by k: sum(a) == first(b)` and
//! `each t: sum(l.a where k = t.k) == total`, where `k` stands in runs of equal values.
//!
//! A group that clearly holds is counted here; every other one, and the first that hold, are judged like any case. Hard
//! code: what [`Facts::amount`] and [`compare`] say of a cell and of a sum must be said here as well. The test
//! `grouped_sums_are_judged_like_single_ones` holds them together.

use std::collections::HashMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Decimal128Type, Int64Type};

use super::bind::{Bound, Node, Test};
use super::evaluate::{Evaluator, Frame, Rows};
use super::facts::{Column, Facts};
use super::judge::{compare, row_title, title_column};
use super::number::Number;
use super::syntax::Comparison;
use super::value::{Amount, Reason};
use super::verdict::{Case, Status, Verdict};

/// Judges all groups of such a check; `None` if it is not one of these, or its arrays are not.
pub(super) fn judge(
    facts: &Facts<'_>,
    each: u32,
    by: &[Column],
    (left, right): (&Bound, &Bound),
    verdict: &mut Verdict,
) -> Option<()> {
    let (sum, stated) = match (is_sum(&left.node), is_sum(&right.node)) {
        (true, false) => (left, right),
        (false, true) => (right, left),
        _ => return None,
    };
    let Node::Rows { argument, dataset, filter, .. } = &sum.node else { return None };
    let Node::Column(amounts) = &**argument else { return None };
    if facts.has_printings(*dataset) || facts.has_printings(each) {
        return None;
    }
    let lines = Cells::new(facts, amounts)?;
    let turned = std::ptr::eq(sum, right);
    let sides = |sum: Amount, stated: Amount, about: String| {
        let (a, b) = ((sum, &left.measure), (stated, &right.measure));
        match turned {
            false => compare(about, a, &Comparison::Equal, b),
            true => compare(about, (b.0, &left.measure), &Comparison::Equal, (a.0, &right.measure)),
        }
    };
    let judged = Groups { facts, amounts, lines: &lines };
    match (by, filter.as_deref()) {
        ([key], None) if *dataset == each => {
            let total = stated_column(&stated.node, each)?;
            let totals = Cells::new(facts, total).filter(|totals| totals.form == lines.form)?;
            let runs = Runs::of(facts, key)?;
            for group in 0..runs.starts.len() - 1 {
                let rows = runs.starts[group]..runs.starts[group + 1];
                let row = if is_last(&stated.node) { rows.end - 1 } else { rows.start };
                judged.one(rows, row, &totals, verdict, |rows, facts| {
                    let about = format!("{} \"{}\"", column_name(facts, key), facts.text(key, rows.start)?);
                    let list: Vec<u32> = rows.clone().collect();
                    let frame = Frame::new(each, Rows::Group(&list));
                    Some(case(facts, &judged, rows, &frame, &stated.node, about, &sides))
                });
            }
        }
        ([], Some(Test::Compare(Node::Column(a), Comparison::Equal, Node::Column(b)))) if *dataset != each => {
            let (key, own) = if a.dataset == *dataset { (a, b) } else { (b, a) };
            let Node::Column(total) = &stated.node else { return None };
            if key.dataset != *dataset || own.dataset != each || total.dataset != each {
                return None;
            }
            let totals = Cells::new(facts, total).filter(|totals| totals.form == lines.form)?;
            let runs = Runs::of(facts, key)?;
            let places = runs.index(facts, key, own)?;
            let title = title_column(facts, each);
            for (row, place) in places.into_iter().enumerate() {
                let row = row as u32;
                let about = || row_title(facts, each, title.as_ref(), row);
                let Some(group) = place else {
                    verdict.push(Case::untestable(about(), Reason::new("sum has no row")));
                    continue;
                };
                let rows = runs.starts[group as usize]..runs.starts[group as usize + 1];
                judged.one(rows, row, &totals, verdict, |rows, facts| {
                    let frame = Frame::new(each, Rows::One(row));
                    Some(case(facts, &judged, rows, &frame, &stated.node, about(), &sides))
                });
            }
        }
        _ => return None,
    }
    Some(())
}

fn is_sum(node: &Node) -> bool {
    matches!(node, Node::Rows { function, .. } if function.name == "sum")
}

fn is_last(node: &Node) -> bool {
    matches!(node, Node::Rows { function, .. } if function.name == "last")
}

/// The column of `first(total)` or `last(total)`.
fn stated_column(node: &Node, each: u32) -> Option<&Column> {
    match node {
        Node::Rows { function, argument, dataset, filter: None }
            if matches!(function.name, "first" | "last") && *dataset == each =>
        {
            match &**argument {
                Node::Column(column) => Some(column),
                _ => None,
            }
        }
        _ => None,
    }
}

fn column_name(facts: &Facts<'_>, column: &Column) -> String {
    facts.datasets[column.dataset as usize].columns[column.column as usize].name.to_string()
}

/// One group, judged like any case.
fn case(
    facts: &Facts<'_>,
    judged: &Groups<'_, '_>,
    rows: std::ops::Range<u32>,
    frame: &Frame<'_>,
    stated: &Node,
    about: String,
    sides: &dyn Fn(Amount, Amount, String) -> Case,
) -> Case {
    let evaluator = Evaluator::new(facts);
    let both = || {
        let mut sum: Option<Amount> = None;
        for row in rows {
            let amount = facts.amount(judged.amounts, row)?.ok_or_else(|| Reason::new("an amount is null"))?;
            sum = Some(match sum {
                Some(sum) => sum.add(amount),
                None => amount,
            });
        }
        Ok((sum.ok_or_else(|| Reason::new("sum has no row"))?, evaluator.amount(stated, Some(frame))?))
    };
    match both() {
        Ok((sum, stated)) => {
            let mut case = sides(sum, stated, about);
            if case.status == Status::Inconsistent {
                case.diagnosis = super::diagnosis::diagnose(&case, facts, None);
            }
            case
        }
        Err(reason) => Case::untestable(about, reason),
    }
}

struct Groups<'g, 'a> {
    facts: &'g Facts<'a>,
    amounts: &'g Column,
    lines: &'g Cells<'g>,
}

impl Groups<'_, '_> {
    /// Counts a group that clearly holds; judges any other, and the first ones, in full.
    fn one(
        &self,
        rows: std::ops::Range<u32>,
        total: u32,
        totals: &Cells<'_>,
        verdict: &mut Verdict,
        full: impl Fn(std::ops::Range<u32>, &Facts<'_>) -> Option<Case>,
    ) {
        if !verdict.keeps()
            && let Some(status) = self.clear(rows.clone(), total, totals)
        {
            return verdict.count(status);
        }
        if let Some(case) = full(rows, self.facts) {
            verdict.push(case);
        }
    }

    /// The status of a group that holds and is not weak; `None` for any other.
    fn clear(&self, rows: std::ops::Range<u32>, total: u32, totals: &Cells<'_>) -> Option<Status> {
        let mut sum = 0i128;
        let mut overflow = false;
        for value in &self.lines.values[rows.start as usize..rows.end as usize] {
            let (next, over) = sum.overflowing_add(*value);
            sum = next;
            overflow |= over;
        }
        let gap = sum.checked_sub(totals.values[total as usize]).filter(|_| !overflow)?;
        if gap == 0 {
            return Some(Status::Exact);
        }
        let twice_slack = self.lines.place.checked_mul(i128::from(rows.end - rows.start))?.checked_add(totals.place)?;
        // Twice the slack is also the most that the power of a check that holds can be.
        let strong = twice_slack.checked_mul(self.lines.strength)? <= totals.values[total as usize].checked_abs()?;
        (gap.checked_abs()?.checked_mul(2)? <= twice_slack && strong).then_some(Status::Consistent)
    }
}

/// A column whose cells are all printed to the same place and not hedged, as integers.
struct Cells<'c> {
    values: &'c [i128],
    /// The last printed place: twice what each value may be off.
    place: i128,
    /// How often the share above which a check is weak goes into one.
    strength: i128,
    /// The digits behind the point and the unit: two columns are only compared in the same.
    form: (i8, Number),
}

impl<'c> Cells<'c> {
    fn new(facts: &'c Facts<'_>, column: &Column) -> Option<Cells<'c>> {
        let array = facts.datasets[column.dataset as usize].batch.column(column.column as usize);
        let DataType::Decimal128(_, scale) = array.data_type() else { return None };
        let printing = column.printing.filter(|printing| printing.plain)?;
        let decimals = printing.decimals?;
        // Zeros are in doubt, or things are counted: not here.
        let usual = printing.shown >= decimals && !column.whole;
        if array.null_count() > 0 || !usual {
            return None;
        }
        let spare = i32::from(*scale).checked_sub(i32::from(decimals))?;
        let place = 10i128.checked_pow(u32::try_from(spare).ok()?)?;
        let strength = Number::ONE.div(&Number::from(facts.weak_above)).filter(Number::is_whole)?.to_f64() as i128;
        let values: &[i128] = array.as_primitive::<Decimal128Type>().values();
        // Digits behind the printed place contradict themselves: such a cell takes part in nothing.
        if place > 1 && values.iter().any(|value| value % place != 0) {
            return None;
        }
        Some(Cells { values, place, strength, form: (*scale, column.factor.clone()) })
    }
}

/// Runs of equal keys.
struct Runs {
    /// Where they start, and the end of the last.
    starts: Vec<u32>,
}

impl Runs {
    /// The runs of a column, if every key has one run only.
    fn of(facts: &Facts<'_>, key: &Column) -> Option<Runs> {
        let array = facts.datasets[key.dataset as usize].batch.column(key.column as usize);
        if array.null_count() > 0 || array.is_empty() {
            return None;
        }
        let count = array.len();
        let mut starts = vec![0u32];
        match array.data_type() {
            DataType::Int64 => {
                let values: &[i64] = array.as_primitive::<Int64Type>().values();
                starts.extend(changes(values));
                let mut keys: Vec<i64> = starts.iter().map(|start| values[*start as usize]).collect();
                keys.sort_unstable();
                if keys.windows(2).any(|pair| pair[0] == pair[1]) {
                    return None;
                }
            }
            DataType::Utf8 => {
                let texts = array.as_string::<i32>();
                starts.extend((1..count).filter(|at| texts.value(*at) != texts.value(at - 1)).map(|at| at as u32));
                let mut keys: Vec<&str> = starts.iter().map(|start| texts.value(*start as usize)).collect();
                keys.sort_unstable();
                if keys.windows(2).any(|pair| pair[0] == pair[1]) {
                    return None;
                }
            }
            _ => return None,
        }
        starts.push(count as u32);
        Some(Runs { starts })
    }

    /// For every row of `own`, the run whose key it has.
    fn index(&self, facts: &Facts<'_>, key: &Column, own: &Column) -> Option<Vec<Option<u32>>> {
        let of = |column: &Column| facts.datasets[column.dataset as usize].batch.column(column.column as usize);
        let (keys, owns) = (of(key), of(own));
        if owns.null_count() > 0 {
            return None;
        }
        let firsts = &self.starts[..self.starts.len() - 1];
        match (keys.data_type(), owns.data_type()) {
            (DataType::Int64, DataType::Int64) => {
                let (keys, owns) =
                    (keys.as_primitive::<Int64Type>().values(), owns.as_primitive::<Int64Type>().values());
                let places: HashMap<i64, u32> =
                    firsts.iter().enumerate().map(|(run, start)| (keys[*start as usize], run as u32)).collect();
                Some(owns.iter().map(|key| places.get(key).copied()).collect())
            }
            (DataType::Utf8, DataType::Utf8) => {
                let (keys, owns) = (keys.as_string::<i32>(), owns.as_string::<i32>());
                let places: HashMap<&str, u32> =
                    firsts.iter().enumerate().map(|(run, start)| (keys.value(*start as usize), run as u32)).collect();
                Some((0..owns.len()).map(|row| places.get(owns.value(row)).copied()).collect())
            }
            _ => None,
        }
    }
}

/// The rows whose key is not that of the row before.
fn changes(keys: &[i64]) -> impl Iterator<Item = u32> {
    // Runs are long: whether a stretch changes at all is asked of all its rows at once.
    const STRETCH: usize = 16;
    let (before, after) = (&keys[..keys.len().saturating_sub(1)], keys.get(1..).unwrap_or_default());
    let stretches = before.chunks(STRETCH).zip(after.chunks(STRETCH)).enumerate();
    let changed = stretches.filter(|(_, (before, after))| {
        before.iter().zip(*after).fold(0, |all, (before, after)| all | (before ^ after)) != 0
    });
    changed.flat_map(|(stretch, (before, after))| {
        let rows = before.iter().zip(after).enumerate().filter(|(_, (before, after))| before != after);
        rows.map(move |(at, _)| (stretch * STRETCH + at + 1) as u32)
    })
}

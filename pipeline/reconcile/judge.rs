//! Checks are applied: a check and the facts of one report go in, its verdict comes out.

use std::collections::BTreeMap;

use super::backward::{Backward, Limit};
use super::bind::{Binder, Bound, Node};
use super::codes::CHECK_SYNTAX;
use super::columns::{Known, complete, distinct, member, sorted, texts};
use super::diagnosis::{Retry, diagnose};
use super::evaluate::{Evaluator, Frame, Rows};
use super::extent::Extent;
use super::facts::{Column, Facts, Key};
use super::function::{self, Function, Ready, Role};
use super::grouped;
use super::measure::Measure;
use super::number::Number;
use super::power::{power, reach};
use super::ready::printed_twice;
use super::report::{Shape, report};
use super::syntax::{Among, Comparison, Each, Order, Relation};
use super::value::{Amount, CellRef, Part, Reason};
use super::verdict::{Case, Side, Status, Verdict};
use super::{Check, CheckText};
use crate::finding::{Finding, Findings};
use crate::source::Span;

/// Applies one check to the facts of one report.
///
/// It needs nothing but its arguments, so that the checks of a report can be judged in parallel; the verdict does not
/// depend on that.
pub fn judge(check: &Check, facts: &Facts<'_>) -> Verdict {
    let mut verdict = Verdict::new(&check.text.name, facts);
    let mut findings = Findings::new();
    let shape = apply(check, facts, &mut verdict, &mut findings);
    let judged =
        verdict.tally.exact + verdict.tally.consistent + verdict.tally.not_testable + verdict.tally.inconsistent;
    if shape.is_some() && judged == 0 {
        verdict.push(Case::untestable(String::new(), Reason::new("there is no row to judge")));
    }
    match shape {
        Some(shape) => report(check, facts, &shape, &mut verdict, &mut findings),
        None => {
            let reason = findings.iter().next().map_or_else(String::new, |finding| finding.message.clone());
            verdict.status = Status::NotTestable(reason);
        }
    }
    verdict.settle(facts);
    verdict.findings.append(findings);
    verdict
}

fn apply(check: &Check, facts: &Facts<'_>, verdict: &mut Verdict, findings: &mut Findings) -> Option<Shape> {
    let statement = &check.statement;
    let mut binder = Binder { facts, check: &check.text, findings, scope: Vec::new() };
    let Some(each) = &statement.each else {
        // Without `each`, a contract's check is about all rows of its dataset.
        let home = check.text.home.as_ref().and_then(|home| facts.dataset(home));
        binder.scope.extend(home);
        let rule = Rule::bind(&statement.relation, &mut binder, &check.text, home)?;
        for case in rule.cases(facts, None, "") {
            verdict.push(case);
        }
        return Some(rule.shape());
    };
    let dataset = binder.dataset(&each.dataset)?;
    binder.scope.push(dataset);
    let columns: Option<Vec<Column>> = each.by.iter().map(|path| binder.column_of(path, dataset)).collect();
    let filter = each.filter.as_ref().map(|condition| binder.condition(condition));
    let (columns, filter) = (columns?, filter.map_or(Some(None), |test| test.map(Some))?);
    let rule = Rule::bind(&statement.relation, &mut binder, &check.text, Some(dataset))?;
    if filter.is_none()
        && let Rule::Compare { left, operator: Comparison::Equal, right } = &rule
        && grouped::judge(facts, dataset, &columns, (left, right), verdict).is_some()
    {
        return Some(rule.shape());
    }
    let rows = match Evaluator::new(facts).rows(dataset, filter.as_ref(), None) {
        Ok(rows) => rows,
        Err(reason) => {
            verdict.push(Case::untestable(String::new(), reason));
            return Some(rule.shape());
        }
    };
    if columns.is_empty() {
        let title = title_column(facts, dataset);
        for row in rows {
            let frame = Frame::new(dataset, Rows::One(row));
            for case in rule.cases(facts, Some(&frame), &row_title(facts, dataset, title.as_ref(), row)) {
                verdict.push(case);
            }
        }
        return Some(rule.shape());
    }
    for (about, rows) in groups(facts, each, &columns, rows) {
        for case in rule.cases(facts, Some(&Frame::new(dataset, Rows::Group(&rows))), &about) {
            verdict.push(case);
        }
    }
    Some(rule.shape())
}

/// The groups of rows with equal values, in the order of their first rows.
fn groups(facts: &Facts<'_>, each: &Each, columns: &[Column], rows: Vec<u32>) -> Vec<(String, Vec<u32>)> {
    let mut places: BTreeMap<Vec<Option<String>>, usize> = BTreeMap::new();
    let mut list: Vec<(String, Vec<u32>)> = Vec::new();
    for row in rows {
        let key: Vec<_> = columns.iter().map(|c| facts.text(c, row).map(|text| text.into_owned())).collect();
        let at = *places.entry(key).or_insert_with_key(|key| {
            let named = each.by.iter().zip(key).map(|(path, value)| {
                format!("{} {}", path.text(), value.as_ref().map_or("null".to_string(), |v| format!("\"{v}\"")))
            });
            list.push((named.collect::<Vec<_>>().join(", "), Vec::new()));
            list.len() - 1
        });
        list[at].1.push(row);
    }
    list
}

/// The first column of text that is the dataset's own: the name of a row.
pub(super) fn title_column(facts: &Facts<'_>, dataset: u32) -> Option<Column> {
    let of = &facts.datasets[dataset as usize];
    let own = |name: &str| name != "report" && name != "source";
    let text = |at: &usize| *of.batch.column(*at).data_type() == arrow::datatypes::DataType::Utf8;
    let at = (0..of.columns.len()).filter(|at| own(&of.columns[*at].name)).find(text)?;
    Some(facts.column(dataset, at as u32))
}

pub(super) fn row_title(facts: &Facts<'_>, dataset: u32, title: Option<&Column>, row: u32) -> String {
    let named = title.and_then(|column| {
        let name = &facts.datasets[dataset as usize].columns[column.column as usize].name;
        Some(format!("{name} \"{}\"", facts.text(column, row)?))
    });
    named.unwrap_or_else(|| format!("row {}", row + 1))
}

/// A relation whose names are resolved.
enum Rule {
    Compare { left: Bound, operator: Comparison, right: Bound },
    CompareText { left: Node, operator: Comparison, right: Node },
    Sorted { column: Bound, dataset: u32, order: Order },
    Distinct { columns: Vec<Bound>, dataset: u32 },
    Member { column: Bound, dataset: u32, among: Known },
    Complete { columns: Vec<Bound>, dataset: u32 },
    Ready { function: &'static Function, arguments: Vec<Bound> },
}

impl Rule {
    fn bind(relation: &Relation, binder: &mut Binder<'_, '_>, check: &CheckText, home: Option<u32>) -> Option<Rule> {
        match relation {
            Relation::Compare { left, operator, right } => {
                let (left, right) = (binder.expression(left), binder.expression(right));
                let (left, right) = (left?, right?);
                binder.comparable(&left, &right)?;
                let text = Measure::named("text");
                if left.measure == text || right.measure == text {
                    if matches!(operator, Comparison::Within(..) | Comparison::WithinShare(_)) {
                        return refuse(binder, check, right.span, "expected a comparison of texts, found a tolerance");
                    }
                    return Some(Rule::CompareText { left: left.node, operator: operator.clone(), right: right.node });
                }
                // A difference of shares is in percentage points.
                let differs = |by: &Measure| right.measure.subtracted(&right.measure)?.added(by);
                if let Comparison::Within(tolerance, span) = operator
                    && differs(&tolerance.measure).is_none()
                {
                    let message =
                        format!("{} and a tolerance in {} do not fit together", right.measure, tolerance.measure);
                    binder.mixed(message, (right.span, &right.measure), (*span, &tolerance.measure));
                    return None;
                }
                Some(Rule::Compare { left, operator: operator.clone(), right })
            }
            Relation::Sorted { column, order } => {
                let (column, dataset) = column_of(column, binder, check, home)?;
                binder.number(&column, "or dates in \"sorted\"")?;
                Some(Rule::Sorted { column, dataset, order: *order })
            }
            Relation::Distinct(columns) => {
                let (columns, dataset) = columns_of(columns, binder, check, home)?;
                Some(Rule::Distinct { columns, dataset })
            }
            Relation::Complete(columns) => {
                let (columns, dataset) = columns_of(columns, binder, check, home)?;
                Some(Rule::Complete { columns, dataset })
            }
            Relation::Ready(function, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(|argument| binder.expression(argument)).collect();
                let arguments = arguments.into_iter().collect::<Option<Vec<_>>>()?;
                fit(function, &arguments, binder, check)?;
                Some(Rule::Ready { function, arguments })
            }
            Relation::Member { column, among } => {
                let (column, dataset) = column_of(column, binder, check, home)?;
                let among = match among {
                    Among::Column(other) => {
                        let other = binder.expression(other)?;
                        binder.comparable(&column, &other)?;
                        match other.node {
                            Node::Column(known) | Node::Select(known, None) => Known::Column(known),
                            _ => return refuse(binder, check, other.span, "expected a column behind \"in\""),
                        }
                    }
                    Among::List(list) => {
                        let mut known = Vec::new();
                        for entry in list {
                            let entry = binder.expression(entry)?;
                            binder.comparable(&column, &entry)?;
                            known.push(match entry.node {
                                Node::Text(text) => Key::Text(text.to_string()),
                                Node::Constant(amount) => Key::Number(amount.value),
                                _ => {
                                    return refuse(binder, check, entry.span, "expected texts and numbers in the list");
                                }
                            });
                        }
                        Known::List(known)
                    }
                };
                Some(Rule::Member { column, dataset, among })
            }
        }
    }

    fn shape(self) -> Shape {
        match self {
            Rule::Compare { left, operator, right } => Shape::Compare { left, operator, right },
            Rule::CompareText { operator: Comparison::Equal, .. } => Shape::Text,
            Rule::CompareText { .. } => Shape::TextOrder,
            Rule::Sorted { .. } => Shape::Sorted,
            Rule::Distinct { .. } => Shape::Distinct,
            Rule::Member { .. } => Shape::Member,
            Rule::Complete { .. } => Shape::Complete,
            Rule::Ready { function, .. } => match &function.shape {
                function::Shape::Relation { code, .. } => Shape::Ready(code),
                _ => Shape::Complete,
            },
        }
    }

    fn cases(&self, facts: &Facts<'_>, frame: Option<&Frame<'_>>, about: &str) -> Vec<Case> {
        if let Rule::Sorted { column, dataset, order } = self {
            let cases = sorted(&Evaluator::new(facts), column, *dataset, *order, frame, about);
            return cases.unwrap_or_else(|reason| vec![Case::untestable(about.to_string(), reason)]);
        }
        let Rule::Ready { function, arguments } = self else { return vec![self.case(facts, frame, about)] };
        let function::Shape::Relation { judge, .. } = &function.shape else { return Vec::new() };
        let ready = Ready { evaluator: Evaluator::new(facts), arguments, frame };
        let mut cases = judge(&ready).unwrap_or_else(|reason| vec![Case::untestable(String::new(), reason)]);
        for case in cases.iter_mut().filter(|_| !about.is_empty()) {
            case.about = if case.about.is_empty() { about.to_string() } else { format!("{about}, {}", case.about) };
        }
        cases
    }

    fn case(&self, facts: &Facts<'_>, frame: Option<&Frame<'_>>, about: &str) -> Case {
        let about = about.to_string();
        let evaluator = Evaluator::new(facts);
        let result = match self {
            Rule::Compare { left, operator, right } => {
                let sides =
                    evaluator.amount(&left.node, frame).and_then(|l| Ok((l, evaluator.amount(&right.node, frame)?)));
                let printing = |node: &Node| matches!(node, Node::Cell(..) | Node::Column(_) | Node::Select(..));
                let one_fact = matches!(operator, Comparison::Equal) && printing(&left.node) && printing(&right.node);
                sides.map(|(l, r)| {
                    let (l, r) = ((l, &left.measure), (r, &right.measure));
                    let mut case = match one_fact {
                        true => printed_twice(about.clone(), l, r),
                        false => compare(about.clone(), l, operator, r),
                    };
                    if case.status == Status::Inconsistent {
                        case.diagnosis = diagnose(&case, facts, Some(&Retry { left, operator, right, frame }));
                    }
                    let parts = || case.left.iter().chain(&case.right).flat_map(|side| &side.parts);
                    if case.power.is_some() && parts().any(|part| part.weight.is_none()) {
                        let entangled = entangled(&evaluator, left, operator, right, frame);
                        if let Some(power) = &mut case.power {
                            power.entangled = entangled;
                        }
                    }
                    case
                })
            }
            Rule::CompareText { left, operator, right } => {
                texts(&evaluator, left, operator, right, frame).map(|case| Case { about: about.clone(), ..case })
            }
            Rule::Distinct { columns, dataset } => distinct(&evaluator, columns, *dataset, frame, &about),
            Rule::Member { column, dataset, among } => member(&evaluator, column, *dataset, among, frame, &about),
            Rule::Ready { .. } | Rule::Sorted { .. } => Err(Reason::new("the relation has cases of its own")),
            Rule::Complete { columns, dataset } => complete(&evaluator, columns, *dataset, frame, &about),
        };
        result.unwrap_or_else(|reason| Case::untestable(about, reason))
    }
}

/// The arguments of a ready-made relation must be columns of one table, and amounts in units that fit together.
fn fit(function: &Function, arguments: &[Bound], binder: &mut Binder<'_, '_>, check: &CheckText) -> Option<()> {
    let function::Shape::Relation { roles, .. } = &function.shape else { return Some(()) };
    let mut table: Option<u32> = None;
    let mut amounts: Vec<(Role, &Bound)> = Vec::new();
    for (at, argument) in arguments.iter().enumerate() {
        let role = roles(at, arguments.len());
        if role != Role::Value {
            let (Node::Column(column) | Node::Select(column, None)) = &argument.node else {
                let message = format!("expected a column in {}", function.usage);
                return refuse(binder, check, argument.span, &message);
            };
            let expected = *table.get_or_insert(column.dataset);
            if column.dataset != expected {
                let name = &binder.facts.datasets[expected as usize].name;
                let message = format!("expected a column of \"{name}\", found one of another table");
                return refuse(binder, check, argument.span, &message);
            }
        }
        if role == Role::Label {
            continue;
        }
        let is_number = ![Measure::named("text"), Measure::named("date")].contains(&argument.measure);
        if !is_number && role != Role::Value {
            let message = format!("expected a column of numbers in {}, found {}", function.usage, argument.measure);
            return refuse(binder, check, argument.span, &message);
        }
        if let Some((_, first)) = amounts.iter().find(|(known, _)| *known == role)
            && first.measure.added(&argument.measure).is_none()
        {
            let message =
                format!("{} and {} do not fit together in {}", first.measure, argument.measure, function.usage);
            binder.mixed(message, (first.span, &first.measure), (argument.span, &argument.measure));
            return None;
        }
        amounts.push((role, argument));
    }
    Some(())
}

fn refuse<T>(binder: &mut Binder<'_, '_>, check: &CheckText, span: Span, message: &str) -> Option<T> {
    let finding = Finding::new(&CHECK_SYNTAX, message).at(&check.file, check.place(span), "here").about(&check.name);
    binder.findings.push(finding);
    None
}

/// A column and the dataset whose rows are looked at.
fn column_of(
    column: &super::syntax::Expression,
    binder: &mut Binder<'_, '_>,
    check: &CheckText,
    home: Option<u32>,
) -> Option<(Bound, u32)> {
    let (mut columns, dataset) = columns_of(std::slice::from_ref(column), binder, check, home)?;
    Some((columns.pop()?, dataset))
}

fn columns_of(
    columns: &[super::syntax::Expression],
    binder: &mut Binder<'_, '_>,
    check: &CheckText,
    home: Option<u32>,
) -> Option<(Vec<Bound>, u32)> {
    let bound: Option<Vec<Bound>> = columns.iter().map(|column| binder.expression(column)).collect();
    let mut bound = bound?;
    let mut dataset = None;
    for one in &mut bound {
        let (Node::Column(column) | Node::Select(column, None)) = one.node.clone() else { continue };
        let expected = *dataset.get_or_insert(column.dataset);
        if column.dataset != expected {
            let name = &binder.facts.datasets[expected as usize].name;
            let message = format!("expected a column of \"{name}\", found one of another table");
            return refuse(binder, check, one.span, &message);
        }
        one.node = Node::Column(column);
    }
    let dataset = dataset.or(home);
    match dataset {
        Some(dataset) => Some((bound, dataset)),
        None => refuse(binder, check, bound.first().map_or(Span::new(0, 0), |one| one.span), "expected a column"),
    }
}

/// What stands for the right side where a tolerance widens it.
fn band(extent: &Extent, operator: &Comparison) -> Extent {
    match operator {
        Comparison::WithinShare(share) => {
            let share = &share.amount.value;
            let (less, more) = (Number::ONE.sub(share), Number::ONE.add(share));
            extent.scale(&less).hull(&extent.scale(&more))
        }
        Comparison::Within(tolerance, _) => {
            let by = tolerance.amount.value.abs();
            extent.add(&Extent::closed(by.neg(), by))
        }
        Comparison::Less | Comparison::LessOrEqual => Extent { lower: None, upper: extent.upper.clone() },
        Comparison::Greater | Comparison::GreaterOrEqual => Extent { lower: extent.lower.clone(), upper: None },
        Comparison::Equal | Comparison::Different => extent.clone(),
    }
}

/// How far each number of a comparison that holds may be off before it fails.
fn entangled(
    evaluator: &Evaluator<'_, '_>,
    left: &Bound,
    operator: &Comparison,
    right: &Bound,
    frame: Option<&Frame<'_>>,
) -> BTreeMap<CellRef, Limit> {
    let wide = |bound: &Bound| evaluator.amount(&bound.node, frame).ok().map(|amount| amount.wide().clone());
    let (Some(l), Some(r)) = (wide(left), wide(right)) else { return BTreeMap::new() };
    let mut backward = Backward::new(evaluator);
    backward.visit(&left.node, Some(&band(&r, operator)), frame);
    // The other way round: the right side may be all of which the left side is within the tolerance.
    let of_right = match operator {
        Comparison::WithinShare(share) => {
            let (less, more) = (Number::ONE.sub(&share.amount.value), Number::ONE.add(&share.amount.value));
            Number::ONE.div(&less).zip(Number::ONE.div(&more)).map(|(a, b)| l.scale(&a).hull(&l.scale(&b)))
        }
        operator => Some(band(&l, operator)),
    };
    backward.visit(&right.node, of_right.as_ref(), frame);
    backward.limits()
}

/// Compares two amounts.
pub(super) fn compare(
    about: String,
    (left, left_measure): (Amount, &Measure),
    operator: &Comparison,
    (right, right_measure): (Amount, &Measure),
) -> Case {
    let band = |extent: &Extent| band(extent, operator);
    let strict = matches!(operator, Comparison::Less | Comparison::Greater);
    let meets = |a: &Extent, b: &Extent| {
        let mut band = band(b);
        for end in [&mut band.lower, &mut band.upper].into_iter().flatten().filter(|_| strict) {
            end.closed = false;
        }
        a.meets(&band)
    };
    // A number printed as "over 100" may be any: what its digits say is no proof.
    let bounded = left.narrow.is_bounded() && right.narrow.is_bounded();
    let holds = bounded
        && match operator {
            Comparison::Less => left.value < right.value,
            Comparison::LessOrEqual => left.value <= right.value,
            Comparison::Greater => left.value > right.value,
            Comparison::GreaterOrEqual => left.value >= right.value,
            _ => left.value == right.value,
        };
    let (narrow, wide) = (meets(&left.narrow, &right.narrow), meets(left.wide(), right.wide()));
    let status = match (holds && narrow, wide) {
        (true, _) => Status::Exact,
        (false, true) => Status::Consistent,
        (false, false) => Status::Inconsistent,
    };
    let ordered = !matches!(
        operator,
        Comparison::Equal | Comparison::Different | Comparison::Within(..) | Comparison::WithinShare(_)
    );
    let loose = status == Status::Consistent && !narrow;
    let parts: Vec<&Part> = left.parts.iter().chain(&right.parts).collect();
    let stated = if right.parts.len() > 1 && left.parts.len() <= 1 { &left.value } else { &right.value };
    let testable = status != Status::Inconsistent && !ordered;
    let difference = left.wide().sub(&band(right.wide()));
    let narrow_difference = left.narrow.sub(&band(&right.narrow));
    let power = testable.then(|| power(&difference, &parts, stated));
    let reach = match ordered && status != Status::Inconsistent {
        true => reach(&difference, &left.parts, &right.parts),
        false => BTreeMap::new(),
    };
    let gap = left.value.sub(&right.value);
    let side = |amount: Amount, measure: &Measure| Side {
        extent: amount.wide.unwrap_or(amount.narrow),
        value: amount.value,
        measure: measure.clone(),
        parts: amount.parts,
    };
    Case {
        left: Some(side(left, &left_measure.shown_as_if_bare(right_measure))),
        right: Some(side(right, &right_measure.shown_as_if_bare(left_measure))),
        gap: Some(gap),
        difference: (!ordered).then_some(difference),
        narrow_difference: (!ordered).then_some(narrow_difference),
        power,
        reach,
        loose,
        ..Case::bare(about, status)
    }
}

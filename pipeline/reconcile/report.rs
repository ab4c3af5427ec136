//! Cases become findings: the fact, the wrong bytes first, then the bytes that make them wrong.

use std::collections::BTreeSet;

use super::Check;
use super::bind::{Bound, Node};
use super::codes;
use super::facts::Facts;
use super::function::Function;
use super::number::Number;
use super::syntax::{Among, Comparison, ExpressionKind, Operator, Relation};
use super::value::{CellRef, Part};
use super::verdict::{Case, Side, Status, Verdict};
use crate::finding::{Code, Finding, Findings, Label, Severity};

/// What kind of relation was judged.
pub(super) enum Shape {
    Compare { left: Bound, operator: Comparison, right: Bound },
    Text,
    TextOrder,
    Sorted,
    Distinct,
    Member,
    Complete,
    Ready(&'static Code),
}

/// Adds the findings of a verdict.
pub(super) fn report(check: &Check, facts: &Facts<'_>, shape: &Shape, verdict: &mut Verdict, findings: &mut Findings) {
    for case in &verdict.cases {
        match &case.status {
            Status::Inconsistent => findings.push(mismatch(check, facts, shape, case)),
            Status::NotTestable(reason) => findings.push(untestable(check, facts, case, reason)),
            Status::Exact | Status::Consistent => {}
        }
    }
    let loose: Vec<&Case> = verdict.cases.iter().filter(|case| case.loose).collect();
    if let Some(first) = loose.first() {
        let bounds = match shape {
            Shape::Compare { left, right, .. } => Some((left, right)),
            _ => None,
        };
        let sides = match shape {
            Shape::Sorted => neighbours(first),
            _ => sides(check, bounds, first),
        };
        let more = if loose.len() > 1 { format!(", and in {} more cases", loose.len() - 1) } else { String::new() };
        let says = match shape {
            Shape::Sorted => "in order",
            _ => "they agree",
        };
        let message = format!("{}{sides}: {says} only if zeros at the end are not significant{more}", of(first));
        findings.push(labelled(Finding::new(&codes::LOOSE_ZEROS, message), check, facts, first, bounds));
    }
    weak(check, facts, shape, verdict, findings);
}

/// One note a check, on its weakest case.
fn weak(check: &Check, facts: &Facts<'_>, shape: &Shape, verdict: &Verdict, findings: &mut Findings) {
    let bounds = match shape {
        Shape::Compare { left, right, .. } => Some((left, right)),
        _ => None,
    };
    let mut weakest: Option<(&Case, Option<&Number>)> = None;
    let mut count = 0;
    // A case that holds only by its zeros is reported as that; one that agrees to the last digit is not weak.
    let holds = |case: &&Case| !case.loose && case.status == Status::Consistent;
    for case in verdict.cases.iter().filter(holds) {
        let Some(power) = &case.power else { continue };
        let share = power.share.as_ref();
        if !power.is_above(&verdict.weak_above) {
            continue;
        }
        count += 1;
        let weaker = match (&weakest, share) {
            (None, _) => true,
            (Some((_, Some(known))), Some(share)) => share > *known,
            (Some((_, Some(_))), None) => true,
            (Some((_, None)), _) => false,
        };
        if weaker {
            weakest = Some((case, share));
        }
    }
    let Some((case, share)) = weakest else { return };
    let measure = case.right.as_ref().map(|side| &side.measure);
    let absolute = case.power.as_ref().and_then(|power| power.absolute.as_ref());
    let unseen = match (absolute, measure, share) {
        (Some(absolute), Some(measure), Some(share)) => {
            format!("an error of up to {} ({} of the total)", measure.show(absolute), percent(share))
        }
        _ => "an error of any size".to_string(),
    };
    let more = if count > 1 { format!("; {count} cases are weak, this one most") } else { String::new() };
    let message = format!("{}the check holds, but {unseen} would not be seen{more}", of(case));
    findings.push(labelled(Finding::new(&codes::WEAK_CHECK, message), check, facts, case, bounds));
}

fn percent(share: &Number) -> String {
    format!("{:.1} %", share.to_f64() * 100.0)
}

fn of(case: &Case) -> String {
    if case.about.is_empty() { String::new() } else { format!("{}: ", case.about) }
}

fn mismatch(check: &Check, facts: &Facts<'_>, shape: &Shape, case: &Case) -> Finding {
    let listed = |code, message: String, label: &str| {
        let finding = Finding::new(code, format!("{}{message}", of(case)));
        cells(finding, check, facts, &case.cells, label)
    };
    let texts = || listing(case.cells.iter().map(|cell| facts.printed(*cell)));
    match shape {
        Shape::Compare { left, operator, right } => {
            let code = code_of(left, operator, right);
            let message = format!("{}{}", of(case), message(check, code, left, operator, right, case));
            let finding = labelled(Finding::new(code, message), check, facts, case, Some((left, right)));
            match &case.diagnosis {
                Some(diagnosis) => finding.help(diagnosis.text.clone()),
                None => finding,
            }
        }
        Shape::Ready(code) => {
            let (Some(left), Some(right), Some(gap)) = (&case.left, &case.right, &case.gap) else {
                return listed(code, format!("the printings differ: {}", texts()), "other printing");
            };
            let says = match code.name {
                "total-mismatch" => "parts sum to",
                _ => "the other values give",
            };
            let difference = right.measure.show(&gap.abs());
            // Rows "of which" are some of their row, not all.
            let some = case.difference.is_none();
            let message = if some {
                format!("{}parts of it make {}, more than the {} printed", of(case), shown(left), shown(right))
            } else {
                format!("{}{says} {}, report prints {} (difference {difference})", of(case), shown(left), shown(right))
            };
            let finding = labelled(Finding::new(code, message), check, facts, case, None);
            match &case.diagnosis {
                Some(diagnosis) => finding.help(diagnosis.text.clone()),
                None => finding,
            }
        }
        Shape::Sorted => {
            let message = format!("{}{}, out of order", of(case), neighbours(case));
            let finding = Finding::new(&codes::ORDER_MISMATCH, message).about(&check.text.name);
            let parts = case.right.iter().chain(&case.left).flat_map(|side| &side.parts);
            let places: Vec<CellRef> = parts.map(|part| part.cell).collect();
            cells(finding, check, facts, &places, "neighbour")
        }
        Shape::Text => {
            let both = listing(case.cells.iter().map(|cell| facts.printed(*cell)).chain(quoted(check)));
            listed(&codes::CONFLICTING_VALUES, format!("the texts differ: {both}"), "other text")
        }
        Shape::TextOrder => {
            // Between two texts of the check itself there is nothing to show behind it.
            let on = if case.cells.is_empty() { String::new() } else { format!(" for {}", texts()) };
            listed(&codes::ORDER_MISMATCH, format!("{} does not hold{on}", check.text.text), "other text")
        }
        Shape::Distinct => {
            // The cells of the later row, then those of the first.
            let row = &case.cells[..case.cells.len() / 2];
            let values = listing(row.iter().map(|cell| facts.printed(*cell)));
            listed(&codes::DUPLICATE_VALUES, format!("two rows have the same values: {values}"), "same")
        }
        Shape::Member => {
            let expected = match &check.statement.relation {
                Relation::Member { among: Among::Column(column), .. } => {
                    check.text.text[column.span.range()].to_string()
                }
                Relation::Member { among: Among::List(list), .. } => {
                    let entries = list.iter().map(|entry| &check.text.text[entry.span.range()]);
                    format!("[{}]", entries.collect::<Vec<_>>().join(", "))
                }
                _ => String::new(),
            };
            let message = format!("expected a value of {expected}, found {}", texts());
            listed(&codes::UNKNOWN_VALUE, message, "unknown too")
        }
        Shape::Complete => {
            let values = if case.cells.len() == 1 { "value is" } else { "values are" };
            listed(&codes::INCOMPLETE_COLUMN, format!("{} {values} null", case.cells.len()), "null too")
        }
    }
}

/// The texts that stand in the check itself, of a comparison.
fn quoted(check: &Check) -> impl Iterator<Item = String> + '_ {
    let sides = match &check.statement.relation {
        Relation::Compare { left, right, .. } => vec![left, right],
        _ => Vec::new(),
    };
    sides.into_iter().filter_map(|side| match &side.kind {
        ExpressionKind::Text(text) => Some(text.to_string()),
        _ => None,
    })
}

/// Texts in quotes, each once, and no more than a reader takes in.
fn listing(texts: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 8;
    let mut seen = BTreeSet::new();
    let quoted: Vec<String> =
        texts.filter(|text| seen.insert(text.clone())).map(|text| format!("\"{text}\"")).collect();
    match quoted.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", quoted[..SHOWN].join(", ")),
        _ => quoted.join(", "),
    }
}

fn untestable(check: &Check, facts: &Facts<'_>, case: &Case, reason: &str) -> Finding {
    let mut finding = Finding::new(&codes::UNTESTABLE_CHECK, format!("{}{reason}", of(case)));
    if case.cells.iter().any(|cell| facts.label(*cell, "").is_none()) {
        // A value that failed was reported where it failed; this only says what follows from it.
        finding.severity = Severity::Note;
    }
    cells(finding, check, facts, &case.cells, "operand")
}

/// Which code an inconsistent comparison has, by what stands on its sides.
fn code_of(left: &Bound, operator: &Comparison, right: &Bound) -> &'static Code {
    if !matches!(operator, Comparison::Equal | Comparison::Within(..) | Comparison::WithinShare(_)) {
        return &codes::ORDER_MISMATCH;
    }
    let calls = |name: &str| calls(&left.node, name) || calls(&right.node, name);
    let share = left.measure.is_share() || right.measure.is_share();
    let divides = |node: &Node| matches!(node, Node::Binary(Operator::Divide, ..));
    let adds = |node: &Node| {
        matches!(node, Node::Binary(Operator::Add | Operator::Subtract, ..))
            || matches!(function(node), Some(f) if f.name == "sum")
    };
    if calls("growth") {
        &codes::GROWTH_MISMATCH
    } else if calls("count") {
        &codes::COUNT_MISMATCH
    } else if share && (divides(&left.node) || divides(&right.node) || calls("share") || calls("sum")) {
        &codes::SHARE_MISMATCH
    } else if divides(&left.node) || divides(&right.node) || calls("avg") {
        &codes::RATIO_MISMATCH
    } else if adds(&left.node) || adds(&right.node) {
        &codes::TOTAL_MISMATCH
    } else if is_single(&left.node) && is_single(&right.node) {
        &codes::CONFLICTING_VALUES
    } else {
        &codes::RELATION_MISMATCH
    }
}

fn function(node: &Node) -> Option<&'static Function> {
    match node {
        Node::Rows { function, .. } | Node::Values(function, _) => Some(function),
        _ => None,
    }
}

fn calls(node: &Node, name: &str) -> bool {
    if function(node).is_some_and(|function| function.name == name) {
        return true;
    }
    match node {
        Node::Rows { argument, .. } => calls(argument, name),
        Node::Values(_, arguments) => arguments.iter().any(|argument| calls(argument, name)),
        Node::Negative(inner) | Node::Power(inner, _) => calls(inner, name),
        Node::Binary(_, a, b) => calls(a, name) || calls(b, name),
        _ => false,
    }
}

fn is_single(node: &Node) -> bool {
    matches!(node, Node::Constant(_) | Node::Cell(..) | Node::Column(_) | Node::Select(..))
}

fn shown(side: &Side) -> String {
    side.measure.show(&side.value)
}

/// `12 USD stands behind 300 USD`
fn neighbours(case: &Case) -> String {
    let one = |side: &Option<Side>| side.as_ref().map_or(String::new(), shown);
    format!("{} stands behind {}", one(&case.right), one(&case.left))
}

/// `ffn_size is 20,840, 4 * hidden_size is 20,480`
fn sides(check: &Check, bounds: Option<(&Bound, &Bound)>, case: &Case) -> String {
    let Some((left, right)) = bounds else {
        if case.left.is_none() {
            return "the printings differ".to_string();
        }
        let one = |side: &Option<Side>| side.as_ref().map_or(String::new(), shown);
        return format!("{} and {}", one(&case.left), one(&case.right));
    };
    let one = |bound: &Bound, side: &Option<Side>| {
        let value = side.as_ref().map_or(String::new(), shown);
        let text = &check.text.text[bound.span.range()];
        match bound.node {
            // "share > 10" reads as ten per cent and means a thousand.
            Node::Constant(_) if bound.measure.is_bare() && value.ends_with('%') => {
                format!("the check says {text}, which is {value}")
            }
            Node::Constant(_) => format!("the check says {text}"),
            _ => format!("{text} is {value}"),
        }
    };
    format!("{}, {}", one(left, &case.left), one(right, &case.right))
}

fn message(check: &Check, code: &Code, left: &Bound, operator: &Comparison, right: &Bound, case: &Case) -> String {
    let (Some(l), Some(r), Some(gap)) = (&case.left, &case.right, &case.gap) else { return String::new() };
    let difference = l.measure.show(&gap.abs());
    if code.name == "total-mismatch" {
        let (parts, total, total_node) = if r.parts.len() > l.parts.len() { (r, l, left) } else { (l, r, right) };
        if is_single(&total_node.node) {
            let says = match total_node.node {
                Node::Constant(_) => "the check says",
                _ => "report prints",
            };
            return format!("parts sum to {}, {says} {} (difference {difference})", shown(parts), shown(total));
        }
    }
    let sides = sides(check, Some((left, right)), case);
    match operator {
        Comparison::WithinShare(tolerance) => {
            format!(
                "{sides} (difference {difference}, more than {} of it)",
                tolerance.measure.show(&tolerance.amount.value)
            )
        }
        Comparison::Within(tolerance, _) => {
            format!("{sides} (difference {difference}, more than {})", tolerance.measure.show(&tolerance.amount.value))
        }
        Comparison::Less => format!("{sides}, expected less"),
        Comparison::LessOrEqual => format!("{sides}, expected at most that"),
        Comparison::Greater => format!("{sides}, expected more"),
        Comparison::GreaterOrEqual => format!("{sides}, expected at least that"),
        Comparison::Equal | Comparison::Different => format!("{sides} (difference {difference})"),
    }
}

/// Labels the printed total first, then the parts.
fn labelled(
    finding: Finding,
    check: &Check,
    facts: &Facts<'_>,
    case: &Case,
    bounds: Option<(&Bound, &Bound)>,
) -> Finding {
    let mut finding = finding.about(&check.text.name);
    let (Some(left), Some(right)) = (&case.left, &case.right) else {
        return cells(finding, check, facts, &case.cells, "other printing");
    };
    // The printed value is the side that is one cell or number; if both or none are, the right one.
    let left_is_printed = match bounds {
        Some((l, r)) => is_single(&l.node) && !is_single(&r.node),
        None => right.parts.len() > 1 && left.parts.len() <= 1,
    };
    let (total, parts) = if left_is_printed { (left, right) } else { (right, left) };
    let label = |part: &Part, text: &str| facts.label(part.cell, text);
    let role = if parts.parts.len() > 1 { ("printed total", "part") } else { ("printed value", "other value") };
    finding.labels.extend(total.parts.iter().filter_map(|part| label(part, role.0)));
    let literal = bounds.map(|(l, r)| if left_is_printed { l } else { r });
    if let Some(literal) = literal.filter(|bound| total.parts.is_empty() && matches!(bound.node, Node::Constant(_))) {
        let place = check.text.place(literal.span);
        finding.labels.push(Label { file: check.text.file.clone(), span: place, text: "stated here".to_string() });
    }
    finding.labels.extend(parts.parts.iter().filter_map(|part| label(part, role.1)));
    if finding.labels.is_empty() {
        finding = finding.at(&check.text.file, check.text.span, "this check");
    }
    finding
}

fn cells(finding: Finding, check: &Check, facts: &Facts<'_>, cells: &[CellRef], text: &str) -> Finding {
    let mut finding = finding.about(&check.text.name);
    for cell in cells {
        let text = if finding.labels.is_empty() { String::new() } else { text.to_string() };
        finding.labels.extend(facts.label(*cell, text));
    }
    if finding.labels.is_empty() {
        finding = finding.at(&check.text.file, check.text.span, "this check");
    }
    finding
}

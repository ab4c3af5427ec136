//! A verdict in one line: both sides, the gap, the power.

use super::verdict::{Case, Side, Status, Verdict};

/// What the gravest case of a verdict says; empty for a check that had nothing to judge.
pub fn detail(verdict: &Verdict) -> String {
    let Some(worst) = verdict.worst() else { return String::new() };
    let cases =
        verdict.tally.exact + verdict.tally.consistent + verdict.tally.not_testable + verdict.tally.inconsistent;
    let among = if cases > 1 { format!(" ({cases} cases)") } else { String::new() };
    let about = if worst.about.is_empty() { String::new() } else { format!("{}: ", worst.about) };
    format!("{about}{}{among}", of_case(worst))
}

fn of_case(case: &Case) -> String {
    if let Status::NotTestable(reason) = &case.status {
        return reason.clone();
    }
    let (Some(left), Some(right)) = (&case.left, &case.right) else { return case.status.name().to_owned() };
    let mut text = format!("{} against {}", shown(left), shown(right));
    if let Some(gap) = case.gap.as_ref().filter(|gap| !gap.is_zero()) {
        text.push_str(&format!(", gap {}", left.measure.show(gap)));
    }
    if let Some(absolute) = case.power.as_ref().and_then(|power| power.absolute.as_ref()).filter(|a| !a.is_zero()) {
        text.push_str(&format!(", blind below {}", left.measure.show(absolute)));
    }
    if let Some(room) = case.room().filter(|room| !room.is_zero()) {
        text.push_str(&format!(", blind below {}", left.measure.show(&room)));
    }
    text
}

fn shown(side: &Side) -> String {
    side.measure.show(&side.value)
}

//! The acceptance of known findings: waivers and findings go in, waived findings come out, and what no longer fits is
//! a finding itself.

use std::fmt;
use std::sync::Arc;

use super::{Code, Finding, Findings, Severity};
use crate::source::{Source, Span};

/// A pinned, expiring acceptance of findings of one code, as a recipe writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The code that is accepted.
    pub code: String,
    /// What the finding must be about: the name of a check, a dataset, a series or a figure.
    pub about: Option<String>,
    /// The printed texts that the finding stands on, in order; the waiver holds only while they do not change.
    pub pins: Vec<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it holds, as `YYYY-MM-DD`.
    pub until: Option<String>,
    /// The recipe that holds it.
    pub file: Arc<str>,
    /// Its bytes in the recipe.
    pub span: Span,
}

/// A waiver accepts nothing.
pub static UNUSED_WAIVER: Code = Code {
    name: "unused-waiver",
    severity: Severity::Warning,
    what: "A waiver accepts a finding that is not there.",
    why: "It would hide the next finding of its kind without anyone having looked at it.",
    example: "[[waiver]]\ncode = \"total-mismatch\"\nabout = \"vendors\"\nreason = \"the map counts 245\"\n",
    action: "Remove the waiver, or correct its `code` and `about`.",
};

/// A waiver is past its day.
pub static EXPIRED_WAIVER: Code = Code {
    name: "expired-waiver",
    severity: Severity::Warning,
    what: "A waiver's last day, `until`, has passed; it accepts nothing any more.",
    why: "What was accepted for a time was to be looked at again.",
    example: "[[waiver]]\ncode = \"total-mismatch\"\nuntil = \"2024-12-31\"\n",
    action: "Look at the finding again; correct its cause, or move `until`.",
};

/// A waiver stands on a text that has changed.
pub static STALE_WAIVER: Code = Code {
    name: "stale-waiver",
    severity: Severity::Warning,
    what: "A waiver was given for other printed numbers than those that its finding stands on now.",
    why: "The finding is not the one that was accepted.",
    example: "[[waiver]]\ncode = \"total-mismatch\"\npins = [\"254\", \"245\"]    # the report now prints 256\n",
    action: "Look at the finding; if it is still acceptable, write its texts into `pins`.",
};

/// A waiver stands on nothing.
pub static UNPINNED_WAIVER: Code = Code {
    name: "unpinned-waiver",
    severity: Severity::Warning,
    what: "A waiver has no `pins`: it accepts its finding whatever the report prints.",
    why: "When the printed numbers change, nobody would look at the finding again.",
    example: "[[waiver]]\ncode = \"total-mismatch\"\nabout = \"vendors\"\nreason = \"the map counts 245\"\n",
    action: "Write the printed texts that the finding shows into `pins`; the help of the finding has them ready.",
};

/// A waiver accepts a code that does not exist.
pub static UNKNOWN_CODE: Code = Code {
    name: "unknown-code",
    severity: Severity::Warning,
    what: "The `code` of a waiver is one of CODES.md.",
    why: "No finding has the code, so the waiver accepts nothing.",
    example: "[[waiver]]\ncode = \"total-missmatch\"\n",
    action: "Correct the code; `crossfoot explain` lists all of them.",
};

/// The codes of waivers.
pub static CODES: &[&Code] = &[&UNUSED_WAIVER, &EXPIRED_WAIVER, &STALE_WAIVER, &UNPINNED_WAIVER, &UNKNOWN_CODE];

/// Reports waivers of codes that are none of `known`, with those that resemble them.
pub fn unknown_codes(waivers: &[Waiver], known: &[&str], findings: &mut Findings) {
    for waiver in waivers.iter().filter(|waiver| !known.contains(&&*waiver.code)) {
        let message = format!("\"{}\" is no code of crossfoot", waiver.code);
        let mut finding = Finding::new(&UNKNOWN_CODE, message).at(&waiver.file, waiver.span, "");
        let near = nearest(&waiver.code, known);
        if !near.is_empty() {
            finding = finding.help(format!("did you mean {}?", near.join(" or ")));
        }
        findings.push(finding);
    }
}

/// The codes that share most of their words with `code`, or differ from it in few letters; the nearest first.
fn nearest(code: &str, known: &[&str]) -> Vec<String> {
    let words = |code: &str| -> Vec<String> { code.split('-').map(str::to_owned).collect() };
    let written = words(&code.to_lowercase().replace(['_', ' '], "-"));
    // A word counts if another differs from it in at most a third of its letters.
    let like = |word: &String, other: &String| super::distance(word, other) * 3 <= word.chars().count();
    let mut near: Vec<(usize, &str)> = known
        .iter()
        .filter_map(|&known| {
            let other = words(known);
            let alike = written.iter().filter(|word| other.iter().any(|other| like(word, other))).count();
            let apart = written.len().max(other.len()) - alike;
            (alike > 0 && alike * 2 >= written.len()).then_some((apart, known))
        })
        .collect();
    near.sort_unstable();
    let best = near.first().map_or(0, |(apart, _)| *apart);
    near.into_iter().take_while(|(apart, _)| *apart == best).take(3).map(|(_, code)| code.to_owned()).collect()
}

/// Marks the findings that `waivers` accept as waived, and adds findings on waivers that are unused, expired or stale.
///
/// `text_of` gives the text of a file of the report; labels in other files (recipes, contracts) are not part of what a
/// waiver is pinned to. `today` is `YYYY-MM-DD`; without it nothing expires, so that the same input gives the same
/// output on every day.
pub fn apply<'s>(
    waivers: &[Waiver],
    findings: &mut Findings,
    text_of: impl Fn(&str) -> Option<&'s Source>,
    today: Option<&str>,
) {
    let mut complaints = Findings::new();
    for waiver in waivers {
        let complain =
            |code: &'static Code, message: String| Finding::new(code, message).at(&waiver.file, waiver.span, "");
        let subject = match &waiver.about {
            Some(about) => format!("{} about \"{about}\"", waiver.code),
            None => waiver.code.clone(),
        };
        // Dates in this form are in order as texts are.
        if let (Some(until), Some(today)) = (&waiver.until, today)
            && today > until.as_str()
        {
            complaints.push(complain(&EXPIRED_WAIVER, format!("the waiver of {subject} ended on {until}")));
            continue;
        }
        let (mut used, mut stale) = (false, None);
        let mut unpinned = Vec::new();
        for finding in findings.iter_mut().filter(|finding| waiver.names(finding)) {
            let printed = pins(finding, &text_of);
            if waiver.pins.is_empty() || waiver.pins == printed {
                finding.waived = Some(waiver.reason.clone());
                used = true;
                if waiver.pins.is_empty() && !printed.is_empty() {
                    unpinned.push((printed, finding.primary().cloned()));
                }
            } else {
                stale = Some((printed, finding.primary().cloned()));
            }
        }
        if let Some((printed, place)) = unpinned.first() {
            let message = match unpinned.len() {
                1 => format!("the waiver of {subject} is not pinned to what the report prints"),
                many => format!(
                    "the waiver of {subject} is not pinned to what the report prints, and accepts {many} findings"
                ),
            };
            let pins = Waiver { pins: printed.clone(), ..waiver.clone() }.pins_written();
            let mut finding = complain(&UNPINNED_WAIVER, message);
            finding.labels.extend(place.clone());
            complaints.push(finding.help(match unpinned.len() {
                1 => format!("add {pins}"),
                _ => format!("write one waiver for each finding; the first with {pins}"),
            }));
        }
        match stale {
            _ if used => {}
            Some((printed, place)) => {
                let (was, is) = differing(&waiver.pins, &printed);
                let mut finding = complain(
                    &STALE_WAIVER,
                    format!("the waiver of {subject} was given for {was}, the report now prints {is}"),
                );
                finding.labels.extend(place);
                complaints.push(finding);
            }
            None => complaints.push(complain(&UNUSED_WAIVER, format!("no finding of {subject} to waive"))),
        }
    }
    findings.append(complaints);
}

impl Waiver {
    /// True if it is about this finding, whatever that stands on.
    fn names(&self, finding: &Finding) -> bool {
        let about = match &self.about {
            Some(about) => finding.about.as_deref() == Some(about.as_str()),
            None => true,
        };
        finding.code.name == self.code && about
    }
}

impl Waiver {
    /// The pins as a recipe writes them: `pins = ["254", "245"]`.
    fn pins_written(&self) -> String {
        let pins: Vec<String> = self.pins.iter().map(|pin| Quoted(pin).to_string()).collect();
        format!("pins = [{}]", pins.join(", "))
    }
}

impl fmt::Display for Waiver {
    /// As a recipe writes it: a `[[waiver]]` table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "[[waiver]]\ncode = {}", Quoted(&self.code))?;
        if let Some(about) = &self.about {
            writeln!(f, "about = {}", Quoted(about))?;
        }
        if !self.pins.is_empty() {
            writeln!(f, "{}", self.pins_written())?;
        }
        writeln!(f, "reason = {}", Quoted(&self.reason))?;
        match &self.until {
            Some(until) => writeln!(f, "until = {}", Quoted(until)),
            None => Ok(()),
        }
    }
}

/// A TOML basic string (TOML 1.0, section "String").
struct Quoted<'t>(&'t str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\n' => f.write_str("\\n")?,
                '\t' => f.write_str("\\t")?,
                c if c.is_control() => write!(f, "\\u{:04X}", c as u32)?,
                c => write!(f, "{c}")?,
            }
        }
        f.write_str("\"")
    }
}

/// The printed texts that a finding stands on, in order: what a waiver of it is pinned to.
pub fn pins<'s>(finding: &Finding, text_of: impl Fn(&str) -> Option<&'s Source>) -> Vec<String> {
    let label = |label: &super::Label| {
        let text = text_of(&label.file)?.text().get(label.span.range())?;
        // A cell that is wrapped over lines is one text; how the lines break does not matter.
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    finding.labels.iter().filter_map(label).collect()
}

/// What differs between two lists of pins, as messages show it.
fn differing(was: &[String], is: &[String]) -> (String, String) {
    let quoted = |texts: &[String]| match texts {
        [] => "nothing".to_string(),
        texts => texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", "),
    };
    if was.len() == is.len() {
        let changed = || was.iter().zip(is).filter(|(a, b)| a != b);
        let (a, b): (Vec<_>, Vec<_>) = changed().map(|(a, b)| (a.clone(), b.clone())).unzip();
        return (quoted(&a), quoted(&b));
    }
    (format!("{} texts", was.len()), format!("{}", is.len()))
}

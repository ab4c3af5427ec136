//! Figures stated in prose: a pattern a figure goes in, the cell of its number comes out.

use std::collections::HashSet;

use regex::Regex;

use super::{NO_MATCH, ParsePlan, Patterns, first_line, place};
use crate::finding::{Finding, Findings};
use crate::model::{Cell, FoundFigure, Section};
use crate::recipe::{FigureSpec, SectionRef};
use crate::source::{Joined, Source, Span};

/// One figure, compiled.
pub(super) struct FigurePlan {
    figure: usize,
    text: Option<String>,
    section: Option<(SectionRef, Span)>,
    pattern: Regex,
    span: Span,
    as_of: Option<(Regex, Span)>,
}

/// Compiles figure number `at` of a recipe.
pub(super) fn compile(at: usize, spec: &FigureSpec, patterns: &mut Patterns<'_>) -> Option<FigurePlan> {
    let pattern = patterns.named_groups(&spec.pattern, &["value"])?;
    let as_of = match &spec.as_of {
        Some(written) => Some((patterns.one_group(written)?, written.span())),
        None => None,
    };
    Some(FigurePlan {
        figure: at,
        text: spec.text.as_ref().map(|text| text.value().clone()),
        section: spec.section.as_ref().map(|section| (section.value().clone(), section.span())),
        pattern,
        span: spec.pattern.span(),
        as_of,
    })
}

/// The figures that follow one another and stand in one section: its lines are joined once for all of them.
pub(super) fn groups(figures: &[FigurePlan]) -> impl Iterator<Item = &[FigurePlan]> {
    let section = |figure: &FigurePlan| figure.section.as_ref().map(|(section, _)| section.clone());
    figures.chunk_by(move |a, b| section(a) == section(b))
}

/// Finds the figures of one group in their section, in the order of the recipe.
pub(super) fn find(
    source: &Source,
    text_name: &str,
    plan: &ParsePlan,
    group: &[FigurePlan],
    sections: &[Section],
    findings: &mut Findings,
) -> Vec<FoundFigure> {
    let mut held: Option<(Vec<Span>, Vec<Joined>)> = None;
    let mut found = Vec::new();
    for figure in group.iter().filter(|figure| figure.text.as_deref().is_none_or(|text| text == text_name)) {
        let Some(scopes) = place::scopes(source, &plan.file, figure.section.as_ref(), sections, findings) else {
            continue;
        };
        if held.as_ref().is_none_or(|(of, _)| *of != scopes) {
            let joined = scopes.iter().map(|&scope| Joined::lines(source, scope)).collect();
            held = Some((scopes.clone(), joined));
        }
        let joined = held.as_ref().map_or(&[][..], |(_, joined)| joined);
        let Some((value, others)) = printings(source, plan, figure, &scopes, joined, findings) else { continue };
        let as_of = match &figure.as_of {
            Some((pattern, span)) => match first_group(pattern, joined) {
                Some(cell) => Some(cell),
                None => {
                    findings.push(
                        Finding::new(&NO_MATCH, "expected the figure's date in its section, found it nowhere")
                            .at(&plan.file, *span, "this pattern")
                            .at(source.name(), first_line(source, scopes[0]), "the section begins here"),
                    );
                    continue;
                }
            },
            None => None,
        };
        found.push(FoundFigure { figure: figure.figure, value, others, as_of });
    }
    found
}

fn first_group(pattern: &Regex, joined: &[Joined]) -> Option<Cell> {
    joined.iter().find_map(|joined| {
        let spans = joined.spans(pattern.captures(joined.text())?.get(1)?.range());
        (!spans.is_empty()).then_some(Cell { spans })
    })
}

/// The figure's number, and what other places print for it that is not the same text: whether these agree is for
/// reconciling to say.
fn printings(
    source: &Source,
    plan: &ParsePlan,
    figure: &FigurePlan,
    scopes: &[Span],
    joined: &[Joined],
    findings: &mut Findings,
) -> Option<(Cell, Vec<Cell>)> {
    let mut found: Vec<(&str, Vec<Span>)> = Vec::new();
    for joined in joined {
        for captures in figure.pattern.captures_iter(joined.text()) {
            if let Some(value) = captures.name("value") {
                found.push((value.as_str(), joined.spans(value.range())));
            }
        }
    }
    found.retain(|(_, spans)| !spans.is_empty());
    let Some((first, spans)) = found.first() else {
        findings.push(
            Finding::new(&NO_MATCH, "expected the figure in its section, found it nowhere")
                .at(&plan.file, figure.span, "this pattern")
                .at(source.name(), first_line(source, scopes[0]), "the section begins here"),
        );
        return None;
    };
    let mut seen = HashSet::from([plain(first)]);
    let others = found[1..].iter().filter(|(text, _)| seen.insert(plain(text)));
    let cell = |(_, spans): &(&str, Vec<Span>)| Cell { spans: spans.clone() };
    Some((Cell { spans: spans.clone() }, others.map(cell).collect()))
}

/// A printed value without white space and full-width forms: `3 %` and `3％` are the same.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

//! Where an entry of a recipe stands: section and anchors go in, a region of the text comes out.

use std::sync::Arc;

use regex::Regex;

use super::scan::FoundTable;
use super::{AMBIGUOUS_PLACE, Frame, NO_MATCH, Patterns, first_line};
use crate::finding::{Finding, Findings};
use crate::model::Section;
use crate::recipe::{Region, SectionRef};
use crate::source::{Source, Span, is_blank};

/// The section and anchors of one entry, compiled.
pub(super) struct PlacePlan {
    section: Option<(SectionRef, Span)>,
    /// The anchor, and whether it is a part of the place itself.
    begin: Option<(Regex, Span, Begin)>,
    before: Option<(Regex, Span)>,
    /// The first and last line, instead of all others.
    lines: Option<([u32; 2], Span)>,
    captions: Vec<(Regex, Span)>,
}

/// Which side of its first anchor a place begins on.
#[derive(Clone, Copy)]
enum Begin {
    Behind,
    With,
}

/// Where an entry stands in one text.
pub(super) struct FoundPlace {
    /// The text that its layout reads.
    pub region: Span,
    /// The section (or whole text) around it, headings included.
    pub scope: Span,
    /// Its first anchor, which is mostly the header.
    pub headers: Vec<Span>,
    /// The lines inside the region that hold no cell.
    pub captions: Vec<Span>,
}

/// What a layout reads: a region of one text in which lines without cells are blanked out.
pub(crate) struct Place<'a> {
    pub source: &'a Source,
    /// What is known of the whole text.
    frame: &'a Frame,
    /// The region.
    pub span: Span,
    /// The region's text with `\n` for every line end; captions and ignored lines are spaces in it.
    pub text: String,
    /// The lines that are blanked out, in order.
    pub blanked: Vec<Span>,
    /// Where a carriage return was left out of `text`, as offsets in it.
    returns: Vec<usize>,
}

impl<'a> Place<'a> {
    /// `region` of `source` with the lines of `captions` and those that the recipe ignores blanked out.
    pub fn new(source: &'a Source, frame: &'a Frame, region: Span, captions: &[Span]) -> Place<'a> {
        let mut text = source.slice(region).to_owned();
        let mut blanked: Vec<Span> = captions.iter().chain(&frame.ignored).copied().collect();
        blanked.sort_unstable();
        for &line in &blanked {
            if region.contains(line) && !line.is_empty() {
                let range = (line.start - region.start) as usize..(line.end - region.start) as usize;
                let blank = " ".repeat(range.len());
                text.replace_range(range, &blank);
            }
        }
        let mut returns = Vec::new();
        if text.contains("\r\n") {
            let mut plain = String::with_capacity(text.len());
            for (at, line) in text.split("\r\n").enumerate() {
                if at > 0 {
                    returns.push(plain.len());
                    plain.push('\n');
                }
                plain.push_str(line);
            }
            text = plain;
        }
        Place { source, frame, span: region, text, blanked, returns }
    }

    /// The sections of the whole text.
    pub fn sections(&self) -> &'a [Section] {
        &self.frame.sections
    }

    /// The tables of the whole text, in its order.
    pub fn tables(&self) -> &'a [FoundTable] {
        self.frame.tables.of(self.source)
    }

    /// Offsets in `text` as a span of the source, white space at its ends left out; `None` if nothing is left.
    pub fn trimmed(&self, start: usize, end: usize) -> Option<Span> {
        let slice = &self.text[start..end];
        let front = slice.len() - slice.trim_start_matches(is_blank).len();
        let length = slice.trim_matches(is_blank).len();
        (length > 0).then(|| self.span_of(start + front, start + front + length))
    }

    /// Two offsets in `text` as a span of the source.
    pub fn span_of(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| at + self.returns.partition_point(|removed| *removed < at);
        Span::new(place(start), place(end)).shift(self.span.start as usize)
    }

    /// The stretches of the text between two offsets, one a line.
    pub fn stretches(&self, start: usize, end: usize) -> Vec<Span> {
        let stretches = crate::source::stretches(&self.text, Span::new(start, end));
        stretches.into_iter().map(|span| self.span_of(span.start as usize, span.end as usize)).collect()
    }
}

/// True if `section` is one that `wanted` names.
pub(super) fn is_meant(source: &Source, section: &Section, wanted: &SectionRef) -> bool {
    source.slice(section.number) == wanted.number()
        && wanted.title().is_none_or(|title| source.slice(section.heading).contains(title))
}

impl PlacePlan {
    pub fn compile(region: &Region<'_>, patterns: &mut Patterns<'_>) -> Option<PlacePlan> {
        if let Some(lines) = region.lines
            && (region.section.is_some() || [region.after, region.from, region.before].iter().any(Option::is_some))
        {
            let message = "expected lines, or a section and patterns, found both";
            let finding = Finding::new(&crate::recipe::RECIPE_SYNTAX, message);
            patterns.findings.push(finding.at(patterns.file, lines.span(), "these lines"));
            return None;
        }
        let section = region.section.map(|section| (section.value().clone(), section.span()));
        let mut anchor = |written: Option<&crate::recipe::Placed<String>>| match written {
            None => Some(None),
            Some(written) => Some(Some((patterns.pattern(written)?, written.span()))),
        };
        let (after, from, before) = (anchor(region.after), anchor(region.from), anchor(region.before));
        let begin = match (after?, from?) {
            (Some(_), Some((_, span))) => {
                patterns.findings.push(
                    Finding::new(&crate::recipe::RECIPE_SYNTAX, "expected one of after and from, found both").at(
                        patterns.file,
                        span,
                        "this anchor",
                    ),
                );
                return None;
            }
            (Some((pattern, span)), None) => Some((pattern, span, Begin::Behind)),
            (None, Some((pattern, span))) => Some((pattern, span, Begin::With)),
            (None, None) => None,
        };
        let captions = region
            .captions
            .iter()
            .filter_map(|caption| Some((patterns.whole_line(caption)?, caption.span())))
            .collect();
        let lines = region.lines.map(|lines| (*lines.value(), lines.span()));
        Some(PlacePlan { section, begin, before: before?, lines, captions })
    }

    /// The place in `source`, or findings on the bytes of the recipe.
    pub fn find(
        &self,
        source: &Source,
        recipe: &Arc<str>,
        entry: Span,
        sections: &[Section],
        findings: &mut Findings,
    ) -> Option<FoundPlace> {
        if let Some((lines, span)) = self.lines {
            let [first, last] = lines;
            if first == 0 || last < first || last > source.lines().count() {
                let count = source.lines().count();
                let message = format!("expected two of the lines 1 to {count} in order, found {first} and {last}");
                findings.push(Finding::new(&NO_MATCH, message).at(recipe, span, "these lines").at(
                    source.name(),
                    first_line(source, source.span()),
                    "the text",
                ));
                return None;
            }
            let region = source.line_span(first).cover(source.line_span(last));
            let captions = self.captions(source, recipe, region, findings);
            return Some(FoundPlace { region, scope: source.span(), headers: Vec::new(), captions });
        }
        let scopes = scopes(source, recipe, self.section.as_ref(), sections, findings)?;
        let (scope, start, headers) = match &self.begin {
            Some((pattern, span, begin)) => {
                let (scope, anchor) = self.anchor(source, recipe, &scopes, pattern, *span, findings)?;
                match begin {
                    Begin::Behind => (scope, anchor.end, vec![anchor]),
                    Begin::With => (scope, anchor.start, Vec::new()),
                }
            }
            None if scopes.len() == 1 => {
                let start = match &self.section {
                    Some(_) => {
                        sections.iter().find(|s| s.span() == scopes[0]).map_or(scopes[0].start, |s| s.body.start)
                    }
                    None => scopes[0].start,
                };
                (scopes[0], start, Vec::new())
            }
            None => {
                let span = self.section.as_ref().map_or(entry, |(_, span)| *span);
                let mut finding = Finding::new(
                    &AMBIGUOUS_PLACE,
                    format!("expected one section, found {} of that number", scopes.len()),
                )
                .at(recipe, span, "this section")
                .help("add a part of its title, or an anchor with after = \"...\"");
                for scope in scopes {
                    finding = finding.at(source.name(), first_line(source, scope), "one of them");
                }
                findings.push(finding);
                return None;
            }
        };
        let end = match &self.before {
            None => scope.end,
            Some((pattern, span)) => {
                let rest = &source.text()[start as usize..scope.end as usize];
                let Some(found) = pattern.find(rest) else {
                    findings.push(
                        Finding::new(&NO_MATCH, "expected the end of the place behind its beginning, found it nowhere")
                            .at(recipe, *span, "this pattern")
                            .at(source.name(), first_line(source, Span { start, end: scope.end }), "looked from here"),
                    );
                    return None;
                };
                start + found.start() as u32
            }
        };
        let region = Span { start, end };
        let captions = self.captions(source, recipe, region, findings);
        Some(FoundPlace { region, scope, headers, captions })
    }

    fn anchor(
        &self,
        source: &Source,
        recipe: &Arc<str>,
        scopes: &[Span],
        pattern: &Regex,
        span: Span,
        findings: &mut Findings,
    ) -> Option<(Span, Span)> {
        let found: Vec<_> = scopes
            .iter()
            .flat_map(|&scope| {
                pattern
                    .find_iter(source.slice(scope))
                    .map(move |m| (scope, Span::new(m.start(), m.end()).shift(scope.start as usize)))
            })
            .take(3)
            .collect();
        match found[..] {
            [one] => Some(one),
            [] => {
                findings.push(
                    Finding::new(&NO_MATCH, "expected the anchor once, found it nowhere")
                        .at(recipe, span, "this pattern")
                        .at(source.name(), first_line(source, scopes[0]), "looked from here"),
                );
                None
            }
            _ => {
                let mut finding = Finding::new(&AMBIGUOUS_PLACE, "expected the anchor once, found it more often").at(
                    recipe,
                    span,
                    "this pattern",
                );
                for (_, anchor) in found {
                    finding = finding.at(source.name(), anchor, "found here");
                }
                findings.push(finding);
                None
            }
        }
    }

    fn captions(&self, source: &Source, recipe: &Arc<str>, region: Span, findings: &mut Findings) -> Vec<Span> {
        let mut lines = Vec::new();
        if self.captions.is_empty() || region.is_empty() {
            return lines;
        }
        let mut used = vec![false; self.captions.len()];
        for line in source.line_of(region.start)..=source.line_of(region.end - 1) {
            let line = source.line_span(line);
            let text = source.slice(line).trim_matches(is_blank);
            if region.contains(line)
                && let Some(at) = self.captions.iter().position(|(pattern, _)| pattern.is_match(text))
            {
                used[at] = true;
                lines.push(line);
            }
        }
        for ((_, span), _) in self.captions.iter().zip(&used).filter(|(_, used)| !**used) {
            findings.push(
                Finding::new(&NO_MATCH, "expected a caption in the place, found none")
                    .at(recipe, *span, "this pattern")
                    .at(source.name(), first_line(source, region), "looked from here"),
            );
        }
        lines
    }
}

/// The sections that `wanted` names, or the whole text; at least one.
pub(super) fn scopes(
    source: &Source,
    recipe: &Arc<str>,
    wanted: Option<&(SectionRef, Span)>,
    sections: &[Section],
    findings: &mut Findings,
) -> Option<Vec<Span>> {
    let Some((wanted, span)) = wanted else { return Some(vec![source.span()]) };
    let found: Vec<_> = sections.iter().filter(|s| is_meant(source, s, wanted)).map(Section::span).collect();
    if found.is_empty() {
        let title = wanted.title().map(|title| format!(" with \"{title}\" in its title")).unwrap_or_default();
        findings.push(
            Finding::new(&NO_MATCH, format!("expected a section {}{title}, found none", wanted.number()))
                .at(recipe, *span, "this section")
                .help("compare with `crossfoot show outline`, and with the pattern under [headings]"),
        );
        return None;
    }
    Some(found)
}

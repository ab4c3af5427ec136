//! Running text that stands in columns: a page goes in, its segments of prose are marked.
//!
//! An article in two or three columns, and prose beside a table, look like rows of a table. What tells them apart:
//! line after line starts at the same place, most lines are filled to the same width, and sentences run on, so that
//! many lines start with a small letter.

use std::ops::Range;

use super::lex::Kind;
use super::line::{Class, Page, Segment};
use super::notes;

/// Lines that start at the same place, one below the other.
struct Run {
    left: i32,
    last_line: usize,
    members: Vec<(usize, usize)>,
}

/// A run shorter than this may as well be a cell that is wrapped.
const LEAST_LINES: usize = 6;
/// How far a paragraph's first line, or a hanging indent, may be moved.
const INDENT: i32 = 5;
/// How many lines a heading takes, with the blank lines around it and where a table stands beside it.
const HEADING_LINES: usize = 4;

/// Marks the prose of `page` and classifies its lines anew.
pub(super) fn mark(page: &mut Page<'_>) {
    let claimed = claimed_lines(page);
    let mut open: Vec<Run> = Vec::new();
    let mut done: Vec<Run> = Vec::new();
    for (at, line) in page.lines.iter().enumerate() {
        if line.class == Class::Blank || claimed[at] {
            continue;
        }
        done.extend(open.extract_if(.., |run| run.last_line + 2 < at));
        for (index, segment) in line.segments.iter().enumerate() {
            if segment.kind != Kind::Text {
                continue;
            }
            let x0 = segment.x0 as i32;
            let run = open
                .iter_mut()
                .filter(|run| (-1..=INDENT).contains(&(x0 - run.left)) || (-INDENT..0).contains(&(x0 - run.left)))
                .min_by_key(|run| (x0 - run.left).abs());
            match run {
                Some(run) => {
                    // A hanging indent: the run's edge is where most lines start, so it moves slowly.
                    if run.members.len() < 3 {
                        run.left = run.left.min(x0);
                    }
                    run.last_line = at;
                    run.members.push((at, index));
                }
                None => open.push(Run { left: x0, last_line: at, members: vec![(at, index)] }),
            }
        }
    }
    done.extend(open);
    done.sort_by_key(|run| (run.members[0].0, run.left));
    let mut prose: Vec<bool> = done.iter().map(|run| run.members.len() >= LEAST_LINES && is_prose(page, run)).collect();
    for at in 0..done.len() {
        if !prose[at] {
            continue;
        }
        let run = &done[at];
        let mut above: Option<(usize, u32)> = None;
        for &(line, index) in &run.members {
            page.lines[line].segments[index].prose = true;
            // Headings and the ends of paragraphs between two of its lines are part of it.
            let right = page.lines[line].segments[index].x1;
            // Two of its segments may stand on one line.
            if let Some((last, bound)) = above.filter(|(last, _)| *last < line) {
                between(page, last + 1..line, run.left, bound.max(right));
            }
            above = Some((line, right));
        }
        // And so is a heading after which the column goes on.
        let from = done.partition_point(|next| next.members[0].0 <= run.last_line);
        let near = done[from..].iter().take_while(|next| next.members[0].0 <= run.last_line + HEADING_LINES);
        if let Some(on) =
            near.enumerate().find(|(_, next)| (next.left - run.left).abs() <= INDENT).map(|(n, _)| from + n)
        {
            let right = run.members.iter().map(|&(line, index)| page.lines[line].segments[index].x1).max();
            between(page, run.last_line + 1..done[on].members[0].0, run.left, right.unwrap_or_default());
            prose[on] |= is_wordy(page, &done[on]);
        }
    }
    for at in 0..page.lines.len() {
        page.reclassify(at);
    }
}

/// Marks the segments of `lines` that stand between two edges.
fn between(page: &mut Page<'_>, lines: Range<usize>, left: i32, right: u32) {
    for segment in page.lines[lines].iter_mut().flat_map(|line| &mut line.segments) {
        segment.prose |= left <= segment.x0 as i32 && segment.x1 <= right;
    }
}

/// Lines below a caption that stands alone on its line: the caption claims the width of the page for its table.
fn claimed_lines(page: &Page<'_>) -> Vec<bool> {
    let mut claimed = vec![false; page.lines.len()];
    let mut inside = false;
    let mut blank = 0;
    for (at, line) in page.lines.iter().enumerate() {
        match line.class {
            Class::Blank => {
                blank += 1;
                inside &= blank < 3;
                continue;
            }
            Class::Caption => inside = line.segments.len() == 1,
            _ => inside &= !notes::starts_note(page, line),
        }
        blank = 0;
        claimed[at] = inside;
    }
    claimed
}

/// True for lines of more words than a label has. Below prose they go on with it, as references and notes do.
fn is_wordy(page: &Page<'_>, run: &Run) -> bool {
    let words: usize = run.members.iter().map(|&(line, index)| page.lines[line].segments[index].len()).sum();
    words * 10 >= run.members.len() * 35
}

fn is_prose(page: &Page<'_>, run: &Run) -> bool {
    let segments: Vec<&Segment> = run.members.iter().map(|&(line, index)| &page.lines[line].segments[index]).collect();
    let lines = segments.len();
    let mut rights: Vec<u32> = segments.iter().map(|segment| segment.x1).collect();
    rights.sort_unstable();
    let right = rights[lines * 4 / 5] as i32;
    let width = right - run.left;
    if width < 18 {
        return false;
    }
    let filled = segments.iter().filter(|segment| (segment.x1 as i32 - run.left) * 10 >= width * 7).count();
    let small =
        segments.iter().filter(|segment| page.text(segment).chars().next().is_some_and(|ch| ch.is_lowercase())).count();
    let wide =
        segments.iter().filter(|segment| !page.text(segment).is_ascii() && is_ideographic(page.text(segment))).count();
    if wide * 2 > lines {
        // Chinese prose has no small letters, but it fills its lines to the last character.
        return filled * 10 >= lines * 7 && width >= 28;
    }
    filled * 10 >= lines * 7 && is_wordy(page, run) && small * 20 >= lines * 7
}

/// True for text that is mostly written in characters two columns wide.
pub(super) fn is_ideographic(text: &str) -> bool {
    let wide = text.chars().filter(|&ch| ch >= '\u{2e80}').count();
    wide * 2 > text.chars().filter(|ch| !ch.is_whitespace()).count()
}

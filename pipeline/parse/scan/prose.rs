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
        if line.class == Class::Blank {
            continue;
        }
        done.extend(open.extract_if(.., |run| run.last_line + 2 < at));
        for (index, segment) in line.segments.iter().enumerate() {
            if segment.kind != Kind::Text {
                continue;
            }
            let x0 = segment.x0 as i32;
            if let Some(edge) = claimed[at] {
                // Beside a caption of its own column, prose of the next one goes on.
                let goes_on = |run: &&mut Run| {
                    edge <= run.left
                        && (x0 - run.left).abs() <= 1
                        && run.members.len() >= LEAST_LINES
                        && (page.text(segment).starts_with(char::is_lowercase)
                            || fills(segment, run.left, last_right(page, run) - run.left))
                };
                if let Some(run) = open.iter_mut().find(goes_on) {
                    run.last_line = at;
                    run.members.push((at, index));
                }
                continue;
            }
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
    let mut done: Vec<Run> = done.into_iter().flat_map(|run| without_rows(page, run)).collect();
    done.sort_by_key(|run| (run.members[0].0, run.left));
    let mut prose: Vec<bool> = done
        .iter()
        .map(|run| run.members.len() >= LEAST_LINES && is_prose(page, run) && !are_labels(page, &run.members, run.left))
        .collect();
    let mut places: Vec<(usize, usize)> =
        done.iter().zip(&prose).filter(|(_, prose)| **prose).flat_map(|(run, _)| run.members.iter().copied()).collect();
    places.sort_unstable();
    for (run, prose) in done.iter().zip(&mut prose) {
        *prose &= !is_column(page, run, &places);
    }
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
            let next = &done[on];
            prose[on] |= is_wordy(page, &next.members) && !are_labels(page, &next.members, next.left);
            if prose[on] || !next.members.iter().any(|member| has_numbers(page, member)) {
                let right = run.members.iter().map(|&(line, index)| page.lines[line].segments[index].x1).max();
                between(page, run.last_line + 1..next.members[0].0, run.left, right.unwrap_or_default());
            }
        }
    }
    for at in 0..page.lines.len() {
        page.reclassify(at);
    }
}

/// True if something else than `prose`, in order, stands on both sides of `run`: it is a column of a table.
fn is_column(page: &Page<'_>, run: &Run, prose: &[(usize, usize)]) -> bool {
    let other = |line: usize, index: usize| prose.binary_search(&(line, index)).is_err();
    let both = run.members.iter().filter(|&&(line, index)| {
        index > 0 && index + 1 < page.lines[line].segments.len() && other(line, index - 1) && other(line, index + 1)
    });
    both.count() >= LEAST_ROWS
}

/// The parts of `run` without the labels of a table that stands below or between its paragraphs: lines that are far from
/// full, with numbers beside them.
fn without_rows(page: &Page<'_>, run: Run) -> Vec<Run> {
    // Nor are the names of its columns, directly below the last line of a paragraph.
    let named = |&(line, index): &(usize, usize)| {
        let text = page.text(&page.lines[line].segments[index]);
        page.lines[line].segments.len() >= index + 3
            && !text.starts_with(char::is_lowercase)
            && !text.ends_with(['.', '。'])
    };
    let rows = run.members.iter().filter(|member| has_numbers(page, member)).count();
    if run.members.len() < LEAST_LINES || rows < LEAST_ROWS && !run.members.iter().any(named) {
        return vec![run];
    }
    let (left, width) = (run.left, usual_right(page, &run.members) - run.left);
    let full = |&(line, index): &(usize, usize)| fills(&page.lines[line].segments[index], left, width);
    let mut parts: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
    for stretch in run.members.chunk_by(|a, b| full(a) == full(b)) {
        let kept = match full(&stretch[0]) {
            true => stretch.len(),
            false if are_labels(page, stretch, left) => 0,
            false => stretch.iter().rposition(|member| !named(member)).map_or(0, |last| last + 1),
        };
        if let Some(part) = parts.last_mut() {
            part.extend_from_slice(&stretch[..kept]);
        }
        if kept < stretch.len() {
            parts.push(Vec::new());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.into_iter().map(|members| Run { left, last_line: members[members.len() - 1].0, members }).collect()
}

/// Two lines with numbers beside them are a table, one may be a sum in the next column.
const LEAST_ROWS: usize = 2;

/// True if numbers stand behind a segment on its line.
fn has_numbers(page: &Page<'_>, &(line, index): &(usize, usize)) -> bool {
    page.lines[line].segments[index + 1..].iter().any(Segment::is_value)
}

/// True for the labels of rows: numbers stand beside them, and never where a label goes on; or they are not set to one
/// width.
fn are_labels(page: &Page<'_>, members: &[(usize, usize)], left: i32) -> bool {
    if members.iter().filter(|member| has_numbers(page, member)).count() < LEAST_ROWS {
        return false;
    }
    let goes_on =
        |&(line, index): &(usize, usize)| page.text(&page.lines[line].segments[index]).starts_with(char::is_lowercase);
    if !members.iter().any(|member| goes_on(member) && has_numbers(page, member)) {
        return true;
    }
    let width = usual_right(page, members) - left;
    let filled = members.iter().filter(|&&(line, index)| fills(&page.lines[line].segments[index], left, width));
    filled.count() * 10 < members.len() * 7 || !is_wordy(page, members)
}

/// The same of its last lines.
fn last_right(page: &Page<'_>, run: &Run) -> i32 {
    usual_right(page, &run.members[run.members.len() - LEAST_LINES..])
}

/// Where all but the longest lines of a run end.
fn usual_right(page: &Page<'_>, members: &[(usize, usize)]) -> i32 {
    let mut rights: Vec<u32> = members.iter().map(|&(line, index)| page.lines[line].segments[index].x1).collect();
    rights.sort_unstable();
    rights[rights.len() * 4 / 5] as i32
}

/// True for a line that takes most of the `width` of its run, which begins at `left`.
fn fills(segment: &Segment, left: i32, width: i32) -> bool {
    (segment.x1 as i32 - left) * 10 >= width * 7
}

/// Marks the segments of `lines` that stand between two edges.
fn between(page: &mut Page<'_>, lines: Range<usize>, left: i32, right: u32) {
    for segment in page.lines[lines].iter_mut().flat_map(|line| &mut line.segments) {
        segment.prose |= left <= segment.x0 as i32 && segment.x1 <= right;
    }
}

/// Lines below a caption that stands alone on its line: the caption claims the width of the page for its table, or that of
/// its column. For each of them, where the caption ends.
fn claimed_lines(page: &Page<'_>) -> Vec<Option<i32>> {
    let mut claimed = vec![None; page.lines.len()];
    let mut inside = None;
    let mut blank = 0;
    for (at, line) in page.lines.iter().enumerate() {
        match line.class {
            Class::Blank => {
                blank += 1;
                inside = inside.filter(|_| blank < 3);
                continue;
            }
            Class::Caption => inside = Some(line.segments[0].x1 as i32).filter(|_| line.segments.len() == 1),
            _ => inside = inside.filter(|_| !notes::starts_note(page, line)),
        }
        blank = 0;
        claimed[at] = inside;
    }
    claimed
}

/// True for lines of more words than a label has. Below prose they go on with it, as references and notes do.
fn is_wordy(page: &Page<'_>, members: &[(usize, usize)]) -> bool {
    let words: usize = members.iter().map(|&(line, index)| page.lines[line].segments[index].len()).sum();
    words * 10 >= members.len() * 35
}

fn is_prose(page: &Page<'_>, run: &Run) -> bool {
    let segments: Vec<&Segment> = run.members.iter().map(|&(line, index)| &page.lines[line].segments[index]).collect();
    let lines = segments.len();
    let width = usual_right(page, &run.members) - run.left;
    if width < 18 {
        return false;
    }
    let filled = segments.iter().filter(|segment| fills(segment, run.left, width)).count();
    let small =
        segments.iter().filter(|segment| page.text(segment).chars().next().is_some_and(|ch| ch.is_lowercase())).count();
    let wide =
        segments.iter().filter(|segment| !page.text(segment).is_ascii() && is_ideographic(page.text(segment))).count();
    if wide * 2 > lines {
        // Chinese prose has no small letters, but it fills its lines to the last character.
        return filled * 10 >= lines * 7 && width >= 28;
    }
    filled * 10 >= lines * 7 && is_wordy(page, &run.members) && small * 20 >= lines * 7
}

/// True for text that is mostly written in characters two columns wide.
pub(super) fn is_ideographic(text: &str) -> bool {
    let wide = text.chars().filter(|&ch| ch >= '\u{2e80}').count();
    wide * 2 > text.chars().filter(|ch| !ch.is_whitespace()).count()
}

//! One table from one stretch of lines: columns, header, rows and the evidence for them.

use super::columns::{self, Reading, Row, Track};
use super::evidence::{convinces, is_plain};
use super::found::is_total;
use super::grid::Body;
use super::lex::Kind;
use super::line::{Class, Page, Segment};
use super::zone::Zone;
use super::{FoundTable, bullets, continued, grid, header, middle, notes, rows};

/// The tables of `zone`: more than one if captions stand side by side above it.
///
/// Where `starts` says where the columns begin, they do.
pub(super) fn tables(page: &Page<'_>, zone: &Zone, starts: &[u32]) -> Vec<FoundTable> {
    let captions = zone.caption.map(|at| page.captions(at)).unwrap_or_default();
    let mut bounds: Vec<u32> = captions.iter().skip(1).map(|segment| segment.x0.saturating_sub(2)).collect();
    if bounds.is_empty() {
        bounds.extend(side_by_side(page, zone).map(|x| x.saturating_sub(2)));
    }
    bounds.insert(0, 0);
    bounds.push(u32::MAX);
    // What goes on with the caption is no row, however its words stand.
    let top = zone.caption.and_then(|caption| title(page, caption)).map_or(0, |title| title + 1);
    let rows = |from: u32, to: u32, apart: bool| -> Vec<Row> {
        let row = |line: usize| {
            // A bullet alone has lost its item.
            let inside = |segment: &&Segment| {
                from <= segment.x0 && segment.x0 < to && !segment.prose && !page.is_bullet(segment)
            };
            let other = apart.then(|| page.apart(line)).flatten();
            let segments = other.as_ref().unwrap_or(&page.lines[line].segments);
            let live: Vec<Segment> = segments.iter().filter(inside).copied().collect();
            (!live.is_empty()).then(|| Row::new(line, live))
        };
        zone.lines.clone().filter(|&line| line >= top).filter_map(row).collect()
    };
    let part = |from: u32, to: u32| {
        let own = rows(from, to, false);
        if !starts.is_empty() {
            return table(page, zone, &Reading::fixed(page, own, starts)).map(|read| read.table);
        }
        let mut readings = columns::find(page, own);
        if zone.lines.clone().any(|line| page.apart(line).is_some()) {
            readings.extend(columns::find(page, rows(from, to, true)).into_iter().next());
        }
        let mut read = readings.iter().filter_map(|reading| table(page, zone, reading));
        let mut best = read.next()?;
        let even = best.table.crowded.is_empty();
        // Two values in one cell explain nothing.
        let single = |other: &Read| other.table.crowded.is_empty() || !even;
        for other in read.filter(|other| other.table.is_even() && single(other)) {
            best = best.or(other);
        }
        Some(best.table)
    };
    bounds.windows(2).filter_map(|pair| part(pair[0], pair[1])).collect()
}

/// Where the second of two tables side by side begins: a line of names in which the first name comes again, and what
/// follows it is not what followed the first.
fn side_by_side(page: &Page<'_>, zone: &Zone) -> Option<u32> {
    let mut lines = zone.lines.clone().map(|at| &page.lines[at]).filter(|line| line.class == Class::Multi);
    let line = lines.next().filter(|line| line.segments.len() >= 4)?;
    let texts: Vec<&str> = line.segments.iter().map(|segment| page.text(segment)).collect();
    let Some(at) = (2..texts.len() - 1).find(|&at| texts[at] == texts[0]) else {
        if texts.len() > MOST_NAMES {
            return None;
        }
        let rows: Vec<&[Segment]> = lines.map(|line| &line.segments[..]).collect();
        return (2..texts.len() - 1)
            .map(|at| line.segments[at].x0)
            .find(|&x| ends_apart(page, &line.segments, &rows, x));
    };
    let x = line.segments[at].x0;
    // All rows leave the gap open.
    let open = lines.all(|line| line.segments.iter().all(|part| part.x1 <= x || x <= part.x0 + 2));
    let words = line.segments.iter().all(|segment| segment.kind == Kind::Text);
    (open && words && texts[1..at] != texts[at + 1..]).then_some(x)
}

/// Tables that stand side by side have no more columns together.
const MOST_NAMES: usize = 64;

/// True if labels and numbers stand on both sides of `x`, and one side goes on for rows below the last row of the other:
/// two tables. Of one, a row that lacks half of its cells would have been anywhere.
fn ends_apart(page: &Page<'_>, names: &[Segment], rows: &[&[Segment]], x: u32) -> bool {
    let is_half = |half: &[Segment]| matches!(half, [label, values @ ..] if label.kind == Kind::Text && !values.is_empty() && values.iter().all(Segment::is_value));
    let halves = |row: &&[Segment]| {
        let left = row.iter().take_while(|part| part.x1 <= x).count();
        let open = row.get(left).is_none_or(|part| x <= part.x0 + 2);
        let (left, right) = row.split_at(left);
        let even = |half: &[Segment], names: usize| half.is_empty() || is_half(half) && half.len() == names;
        let split = names.iter().take_while(|name| name.x1 <= x).count();
        let fits = open && even(left, split) && even(right, names.len() - split);
        fits.then_some((!left.is_empty(), !right.is_empty()))
    };
    let Some(sides) = rows.iter().map(halves).collect::<Option<Vec<_>>>() else { return false };
    let both = sides.iter().take_while(|&&side| side == (true, true)).count();
    // A total alone below its column is that of one table.
    let total = rows.get(both).is_some_and(|row| is_total(page.text(&row[0])));
    both >= 2 && both < sides.len() && !total && sides[both..].iter().all(|side| *side == sides[both])
}

/// The names of columns of text take at most so many lines.
const NAME_LINES: usize = 3;

/// The rows at the top of `page` that stand in the columns of `above`, which ends the page before.
pub(super) fn rest(page: &Page<'_>, above: &FoundTable) -> Option<FoundTable> {
    let tracks = &above.tracks;
    // Two cells of text are a numbered heading as well as a row.
    if !above.numeric && tracks.len() < 3 {
        return None;
    }
    let spots: Vec<[Option<(i32, i32)>; 3]> =
        tracks.iter().map(|track| [None, None, Some((track.left, track.right))]).collect();
    let mut rows: Vec<Row> = Vec::new();
    let mut heads = 0;
    for (at, line) in page.lines.iter().enumerate() {
        match line.class {
            Class::Blank if line.rule || rows.is_empty() => continue,
            Class::Caption | Class::Figure => break,
            Class::Prose | Class::Blank if !rows.is_empty() => break,
            Class::Short | Class::Prose if rows.is_empty() => {
                heads += 1;
                if heads > HEAD_LINES {
                    return None;
                }
                continue;
            }
            _ if notes::starts_note(page, line) => break,
            _ => {}
        }
        let columns = columns::align(&line.segments, tracks, &spots);
        if line.segments.len() >= 2 && !columns.iter().all(Option::is_some) {
            return None;
        }
        rows.push(Row { line: at, segments: line.segments.clone(), columns });
    }
    let full = |row: &Row| row.segments.len() >= 2 && (!above.numeric || is_data(row, tracks));
    let half = |row: &&Row| full(row) && 2 * row.segments.len() >= tracks.len();
    let mut last = rows.iter().rposition(full)?;
    while !above.numeric && rows.get(last + 1).is_some_and(|row| goes_on(row, tracks)) {
        last += 1;
    }
    rows.truncate(last + 1);
    rows.iter().find(half)?;
    let lines = rows::lines(page, &rows, tracks, above.numeric);
    let lines = if above.numeric { rows::join_labels(page, lines, tracks) } else { rows::join_text(page, lines) };
    let zone = Zone { lines: 0..page.lines.len(), caption: None, figure: false };
    let body = Body { rows: &rows, range: (0, last), lines: &lines, numeric: above.numeric };
    let table = grid::found(page, &zone, header::Header::default(), &body, above.evidence);
    (table.size.1 == above.size.1).then(|| FoundTable { tracks: tracks.clone(), tentative: true, ..table })
}

/// A running head has at most so many lines.
const HEAD_LINES: usize = 4;

/// A table, and whether its header has as many names as it has columns.
struct Read {
    table: FoundTable,
    named: bool,
}

impl Read {
    /// The one of two readings that the header speaks for; both if it speaks for neither.
    fn or(self, other: Read) -> Read {
        if self.table.size.1 == other.table.size.1 && self.table.cells == other.table.cells {
            return self;
        }
        match (self.named, other.named) {
            (true, false) => self,
            (false, true) => other,
            _ => {
                let rival = self.table.rival.or_else(|| Some(Box::new(other.table)));
                Read { table: FoundTable { rival, ..self.table }, named: self.named }
            }
        }
    }
}

fn table(page: &Page<'_>, zone: &Zone, reading: &Reading) -> Option<Read> {
    let (rows, tracks) = (&reading.rows, &reading.tracks);
    if tracks.len() < 2 {
        return None;
    }
    let numeric = tracks.iter().skip(1).any(|track| track.value);
    let data = rows.iter().position(|row| row.has_values() && is_data(row, tracks)).unwrap_or(0);
    let strict = strict_columns(&rows[data..], tracks);
    let is_body = |row: &Row| match numeric {
        true => row.has_values() && is_data(row, tracks) || is_mixed(page, row, &strict),
        false => row.segments.len() >= 2,
    };
    let seen = rows.iter().position(is_body)?;
    let mut first = seen;
    let mut last = rows.iter().rposition(is_body)?;
    if numeric {
        // Years and numbers of columns stand in the header too.
        while first < last && is_header_like(page, &rows[first], tracks, &rows[first + 1..=last]) {
            first += 1 + rows[first + 1..].iter().position(is_body)?;
        }
        if let Some(names) = names_row(page, &rows[first..=last], &strict) {
            first += names + 1;
            first += rows[first..].iter().position(is_body)?;
        }
    } else {
        let label = |row: &Row| row.columns[0] == Some(0) || (row.segments[0].x0 as i32) < tracks[0].high;
        let begins = rows[first..=last].iter().position(label)?;
        first += if begins == 0 { 1 } else { begins };
        // Names whose last lines stand beside the label's own: "Agency   plan   report" below "Strategic   Annual".
        let small = |part: &&Segment| page.text(part).starts_with(char::is_lowercase);
        if begins > 0
            && first < last
            && let row = &rows[first]
            && page.gap(rows[first - 1].line, row.line) == 0
            && row.segments.len() >= 3
            && 2 * row.segments[1..].iter().filter(small).count() > row.segments.len() - 1
        {
            first += 1;
        }
        // The names go on down to the first gap, on lines without a label: "from", "compatible".
        let far = first + NAME_LINES;
        let open = (first..far.min(last)).find(|&at| page.gap(rows[at].line, rows[at + 1].line) > 0);
        if let Some(end) = open.filter(|&end| end + 1 < last && !rows[first..=end].iter().any(label)) {
            first = end + 1;
        }
        // The label's name may go on below: "Measurement", "Property".
        let lone = |row: &Row| row.segments.len() == 1 && (row.segments[0].x1 as i32) <= tracks[1].low;
        let named = |name: &Row, row: &Row| ends_name(&name.segments[0], &row.segments[0], &tracks[0]);
        if first + 1 < last
            && lone(&rows[first])
            && (page.gap(rows[first].line, rows[first + 1].line) > 0 || named(&rows[first - 1], &rows[first]))
        {
            first += 1;
        }
        if first >= last {
            return None;
        }
    }
    // Rows of text that stand in the columns go on below the last number, and so may its label.
    while let Some(row) = rows.get(last + 1) {
        let gap = page.gap(rows[last].line, row.line);
        if gap > usize::from(!numeric && ends_cells(page, row)) {
            break;
        }
        let placed =
            row.segments.len() >= 2 && row.columns.iter().all(Option::is_some) || !numeric && goes_on(row, tracks);
        let runs_on = row.segments.len() == 1
            && (row.segments[0].x0 as i32) < tracks[1].low
            && rows::runs_on(page, &rows[last].segments[..1], &row.segments);
        if !placed && !runs_on {
            break;
        }
        last += 1;
    }
    if last_label(page, &rows[first..], last - first, tracks) {
        last += 1;
    }
    // What stands below a gap and fills no row by half is no part of it: sums of their own, a page's foot.
    if tracks.len() >= 3 {
        let full = |row: &Row| 2 * row.columns.iter().flatten().count() >= tracks.len();
        while let Some(gap) = (first + 1..=last).rev().find(|&at| page.gap(rows[at - 1].line, rows[at].line) > 0) {
            let ends = !numeric && ends_cells(page, &rows[gap]);
            if ends || rows[gap..=last].iter().any(full) || !rows[first..gap].iter().any(full) {
                break;
            }
            last = gap - 1;
        }
    }
    let top = header_top(page, rows, seen.min(first), tracks);
    let local = local(&rows[first..=last], tracks);
    let (head_rows, groups) = split_groups(page, &rows[top..first], &local);
    let (head_rows, groups) = first_row(page, head_rows, groups, &rows[first..=last], &local, &strict);
    let apart = head_rows.last().filter(|_| head_rows.len() == 1).and_then(|row| header::words(page, row, tracks));
    let header = apart.unwrap_or_else(|| header::read(page, &head_rows, &local));
    let body: Vec<Row> = groups.into_iter().chain(rows[first..=last].iter().cloned()).collect();
    let lines = rows::lines(page, &body, tracks, numeric);
    let lines = if numeric {
        rows::join_labels(page, lines, tracks)
    } else {
        let joined = rows::join_text(page, lines.clone());
        middle::rows(page, &lines, &joined).unwrap_or(joined)
    };
    if zone.figure && (!numeric || !is_plain(&lines, tracks.len())) {
        return None;
    }
    let evidence = convinces(page, &lines, tracks, numeric, zone.caption.is_some(), &header)?;
    let names = head_rows.iter().map(|row| row.segments.len()).max().unwrap_or(0);
    let mut lines = lines;
    bullets::restore(page, zone, &mut lines);
    let body = Body { rows, range: (top, last), lines: &lines, numeric };
    let table = grid::found(page, zone, header, &body, evidence);
    let table = FoundTable { tracks: tracks.clone(), ..table };
    let label = head_rows.iter().flat_map(|row| &row.segments).any(|name| (name.x1 as i32) <= tracks[1].low);
    Some(Read { table, named: names == tracks.len() || !label && names + 1 == tracks.len() })
}

/// True if the row behind `last` is a label whose cells are all empty: the last line of the block, directly below, where
/// labels begin, and as short as they are. A note or a heading of what follows is longer, or ends like one.
fn last_label(page: &Page<'_>, rows: &[Row], last: usize, tracks: &[Track]) -> bool {
    let Some(row) = rows.get(last + 1) else { return false };
    let [only] = row.segments[..] else { return false };
    let text = page.text(&only);
    let begins = rows[..=last].iter().filter(|row| row.columns[0] == Some(0) && row.segments[0].x0 == only.x0).count();
    let ends = page.lines.get(row.line + 1).is_none_or(|line| line.class == Class::Blank && !line.rule);
    let begin = text.chars().next().unwrap_or(' ');
    // "2023" below other years.
    let year = header::is_year(text)
        && rows[..=last]
            .iter()
            .filter(|row| row.columns[0] == Some(0))
            .all(|row| header::is_year(page.text(&row.segments[0])));
    ends && begins >= 2
        && (only.kind == Kind::Text && begin.is_alphabetic() || year)
        && page.lines[row.line].class == Class::Short
        && (only.x1 as i32) <= tracks[0].high.max(tracks[0].right)
        && row.line == rows[last].line + 1
        && !begin.is_lowercase()
        && !text.ends_with(['.', '。', ':', '：', ';', '；', ',', '，'])
        && !notes::is_unit_line(page, &only)
        && !continued::is_mark(text)
}

/// True for a line without a label that begins no cell: it goes on even below a blank line.
fn ends_cells(page: &Page<'_>, row: &Row) -> bool {
    let small = |segment: &Segment| page.text(segment).starts_with(char::is_lowercase);
    row.columns[0] != Some(0) && row.segments.iter().all(small)
}

/// True for the next line of a cell of text: it begins where its column does, behind the label.
fn goes_on(row: &Row, tracks: &[Track]) -> bool {
    let [only] = row.segments[..] else { return false };
    tracks.iter().skip(1).any(|track| track.left.abs_diff(only.x0 as i32) <= 1)
}

/// True if the row has a number in a column of numbers.
fn is_data(row: &Row, tracks: &[Track]) -> bool {
    row.segments
        .iter()
        .zip(&row.columns)
        .any(|(segment, column)| segment.is_value() && column.is_some_and(|column| tracks[column].value))
}

/// The columns that hold numbers almost everywhere: text in them is a name.
fn strict_columns(rows: &[Row], tracks: &[Track]) -> Vec<bool> {
    let mut counts = vec![(0, 0); tracks.len()];
    for row in rows {
        for (segment, column) in row.segments.iter().zip(&row.columns) {
            if let Some(column) = column {
                counts[*column].0 += 1;
                counts[*column].1 += usize::from(segment.is_value());
            }
        }
    }
    counts.iter().enumerate().map(|(at, (all, values))| at > 0 && values * 4 >= all * 3).collect()
}

/// True for a row that is all in its columns, in tables that mix numbers with words: `Highest   Greater than $25,771`.
fn is_mixed(page: &Page<'_>, row: &Row, strict: &[bool]) -> bool {
    let words = row.columns.iter().flatten().filter(|&&column| column > 0 && !strict[column]).count();
    row.segments.len() >= 2
        && row.columns.first() == Some(&Some(0))
        && row.columns.iter().all(Option::is_some)
        && words * 2 >= row.segments.len() - 1
        && row.segments[1..].iter().any(|segment| page.text(segment).contains(|ch: char| ch.is_ascii_digit()))
}

/// The last line of a caption that goes on below its first one: a title that stands alone below the number of its table,
/// "Exhibit 9", "TABLE 6"; lines that begin small, or where the title beside the number does.
fn title(page: &Page<'_>, caption: usize) -> Option<usize> {
    let first = &page.lines[caption].segments;
    let mut last = caption;
    while let Some([next]) = page.lines.get(last + 1).map(|line| &line.segments[..])
        && (last == caption && first.len() == 1 && first[0].len() <= 2 && next.len() >= 2
            || page.text(next).starts_with(char::is_lowercase)
                && (next.len() >= TITLE_WORDS || follows(page, first, next))
            || first.get(1).is_some_and(|title| title.x0 == next.x0))
    {
        last += 1;
    }
    (last > caption).then_some(last)
}

/// A heading of columns that begins small has fewer words: "per cent of all".
const TITLE_WORDS: usize = 5;

/// True if the next line of a caption stands in its middle, or below one of its first words.
fn follows(page: &Page<'_>, caption: &[Segment], next: &Segment) -> bool {
    let [first, .., last] = caption else {
        return caption.first().is_some_and(|only| {
            let words = &page.words[only.first as usize..only.last as usize];
            (only.centre2() - next.centre2()).abs() <= 2 || words.iter().take(4).any(|word| word.x0 == next.x0)
        });
    };
    (first.x0 as i32 + last.x1 as i32 - next.centre2()).abs() <= 2 || caption.iter().any(|part| part.x0 == next.x0)
}

/// The first header row above row `first`.
fn header_top(page: &Page<'_>, rows: &[Row], first: usize, tracks: &[Track]) -> usize {
    let mut top = first;
    let mut at = first;
    let mut names = false;
    let unlabelled = rows[first].columns.first() != Some(&Some(0));
    while at > 0 {
        let row = &rows[at - 1];
        let gap = page.gap(row.line, rows[at].line);
        // Names may be spread by a blank line: what stands over half of the columns in words is no title.
        let spread = gap == 1
            && row.segments.len() >= 3.max(tracks.len() / 2)
            && row.segments.iter().all(|segment| segment.kind == Kind::Text);
        if gap > 0 && (names && !spread || gap > 2) {
            break;
        }
        at -= 1;
        let segment = &row.segments[0];
        let says_unit = |segment: &Segment| page.text(segment).trim_start_matches(['(', '（']).starts_with("单位");
        let [.., last] = row.segments[..] else { break };
        if row.segments.len() > 1
            && (says_unit(&last) || row.segments.iter().all(|segment| page.text(segment).contains(['：', ':'])))
        {
            // "单位：元  币种：人民币", "二、主要数据      单位：元"
            break;
        }
        // "5.1  Cash" above all names is the heading of a section.
        if let [number, title] = &row.segments[..]
            && rows[at + 1].segments.len() == tracks.len()
            && number.x0 == rows[at + 1].segments[0].x0
            && title.kind == Kind::Text
            && page.text(number).contains(|ch: char| ch.is_ascii_digit() || ch == '、')
            && !header::is_year(page.text(number))
        {
            break;
        }
        if row.segments.len() > 1 {
            names = true;
            top = at;
            continue;
        }
        if at + 1 == first && gap == 0 && header::words(page, row, tracks).is_some() {
            // Nothing above one line of all names belongs to it, unless it heads columns.
            names = true;
            top = at;
            continue;
        }
        // A label of more lines than its numbers begins above the first of them.
        if top == first && unlabelled && gap == 0 && (segment.x1 as i32) <= tracks[1].low {
            continue;
        }
        // "(USD m)" below the names of all columns is the end of one of them.
        let below_names = !names && gap == 0 && at > 0 && rows[at - 1].segments.len() > 1;
        let below_names = below_names && (segment.x0 as i32) >= tracks[1].low.min(tracks[0].high);
        if notes::is_unit_line(page, segment) && !below_names || page.lines[row.line].class == Class::Prose {
            break;
        }
        // A title is centred over the whole table, a heading over the columns behind the label. What stands on the
        // left is a group's label if there are names above it, and else the end of a caption.
        // What begins where the names of all columns do is a title, however far it reaches.
        let title = rows[at + 1].segments.len() == tracks.len() && segment.x0 <= rows[at + 1].segments[0].x0;
        let heads = !title && (segment.x0 as i32) >= tracks[0].high.min(tracks[1].low) - 2;
        let label = (segment.x1 as i32) <= tracks[1].low;
        // "Kind of school" over "and level".
        let goes_on = |below: &Row| {
            below.segments[0].x0 == segment.x0 && page.text(&below.segments[0]).starts_with(char::is_lowercase)
        };
        let runs_on = label && rows[at + 1..].iter().take(2).any(goes_on);
        if (heads || runs_on) && gap == 0 {
            top = at;
        } else if !label || segment.len() > 6 && !rows::runs_on(page, &[*segment], &rows[at + 1].segments[..1]) {
            break;
        }
    }
    top
}

/// True if a row with numbers names columns: years over other numbers, or numbers from 1 on.
fn is_header_like(page: &Page<'_>, row: &Row, tracks: &[Track], below: &[Row]) -> bool {
    // A title may reach over the columns behind the label's.
    let edge = tracks[0].high.min(tracks[1].low);
    let behind = row.segments.iter().filter(|segment| (segment.x0 as i32) >= edge);
    let values: Vec<&str> = behind.filter(|segment| segment.is_value()).map(|segment| page.text(segment)).collect();
    if values.is_empty() {
        return false;
    }
    let year = |text: &str| {
        // "(2020)" names a column, too.
        let text = text.trim_start_matches(['(', '（']).trim_end_matches([')', '）']);
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        digits.len() == 4
            && (digits.starts_with("19") || digits.starts_with("20"))
            && text.chars().skip(4).all(|ch| matches!(ch, '–' | '-' | '/' | '年' | '*') || ch.is_ascii_digit())
            || is_day(text)
    };
    let years = values.iter().all(|text| year(text));
    // "(1)  (2)  (3)" count the columns, too.
    let numbers: Vec<u32> = values.iter().filter_map(|text| bare_number(text).parse().ok()).collect();
    let from_one = numbers.first().is_some_and(|first| *first <= 1) && numbers.len() > 1 || numbers.len() > 2;
    let counted = from_one
        && numbers.len() == values.len()
        && numbers.windows(2).all(|pair| pair[1] == pair[0].saturating_add(1));
    if !years && !counted {
        return false;
    }
    // Years over years name nothing.
    let own: Vec<Option<usize>> = row
        .segments
        .iter()
        .zip(&row.columns)
        .filter(|(segment, _)| (segment.x0 as i32) >= edge && segment.is_value())
        .map(|(_, column)| *column)
        .collect();
    let over = |column: &Option<usize>| column.is_none() || own.contains(&None) || own.contains(column);
    below.iter().take(3).any(|row| {
        let parts = row.segments.iter().zip(&row.columns).skip(1).filter(|(_, column)| over(column));
        parts.map(|(segment, _)| segment).filter(|segment| segment.is_value()).any(|segment| {
            let text = page.text(segment);
            !year(text) && (years || !counted || text.contains(['.', ',']) || text.parse::<u32>().is_err())
        })
    })
}

/// True for a day in digits: `31.12.2023`, `12/31/2023`, `2023-12-31`.
fn is_day(text: &str) -> bool {
    let mut parts = text.splitn(4, ['.', '/', '-']).map(|part| (part.len(), part.parse::<u32>().ok()));
    let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let short = |part: (usize, Option<u32>)| part.0 <= 2 && part.1.is_some_and(|number| (1..=31).contains(&number));
    let year = |part: (usize, Option<u32>)| part.0 == 4 && part.1.is_some_and(|number| (1900..2100).contains(&number));
    short(b) && (short(a) && year(c) || year(a) && short(c))
}

fn bare_number(text: &str) -> &str {
    text.strip_prefix(['(', '[']).and_then(|text| text.strip_suffix([')', ']'])).unwrap_or(text)
}

/// The row of names among the first rows, if numbers stand in the header above it: `1  3` over `Grade  Grade`.
fn names_row(page: &Page<'_>, rows: &[Row], strict: &[bool]) -> Option<usize> {
    let mut found = None;
    for (at, row) in rows.iter().enumerate().take(8) {
        if at > 0 && page.gap(rows[at - 1].line, row.line) > 0 {
            break;
        }
        let mut text = 0;
        let mut values = 0;
        for (segment, column) in row.segments.iter().zip(&row.columns) {
            if column.is_some_and(|column| strict[column]) {
                if segment.is_value() { values += 1 } else { text += 1 }
            }
        }
        if text >= 2 && text >= values {
            found = Some(at);
        } else if values + 1 >= strict.len().saturating_sub(1).max(2) {
            break;
        }
    }
    found
}

/// The columns as the first rows of the body show them.
fn local(rows: &[Row], tracks: &[Track]) -> Vec<Track> {
    let mut out = tracks.to_vec();
    for (column, track) in out.iter_mut().enumerate() {
        let mut seen = 0;
        let mut own: Option<Track> = None;
        for row in rows {
            let Some(index) = row.columns.iter().position(|&c| c == Some(column)) else { continue };
            let (left, right) = (row.segments[index].x0 as i32, row.segments[index].x1 as i32);
            match &mut own {
                None => own = Some(Track { left, right, low: left, high: right, value: track.value }),
                Some(own) => {
                    own.low = own.low.min(left);
                    own.high = own.high.max(right);
                    own.left = own.left.min(left);
                    own.right = own.right.max(right);
                }
            }
            seen += 1;
            if seen >= 6 {
                break;
            }
        }
        if let Some(own) = own {
            *track = own;
        }
    }
    out
}

/// True if `segment` is the next line of the label's `name`: centred or aligned on the right below it, and not where the
/// labels begin.
fn ends_name(name: &Segment, segment: &Segment, labels: &Track) -> bool {
    let centred = (name.centre2() - segment.centre2()).abs() <= 2 || name.x1 == segment.x1;
    centred && name.x0 != segment.x0 && (segment.x0 as i32) > labels.left + 1
}

/// Moves the last line of a header, which has names for all columns above it, to the rows if it is one without numbers:
/// what it has stands where the rows have words as well.
fn first_row(
    page: &Page<'_>,
    mut head: Vec<Row>,
    mut groups: Vec<Row>,
    body: &[Row],
    tracks: &[Track],
    strict: &[bool],
) -> (Vec<Row>, Vec<Row>) {
    let [.., names, row] = &head[..] else { return (head, groups) };
    let label = tracks[0].left.abs_diff(row.segments[0].x0 as i32) <= 1;
    let below = |column: usize| {
        let cells = body.iter().flat_map(|row| row.segments.iter().zip(&row.columns));
        cells.filter(move |(_, own)| **own == Some(column)).map(|(segment, _)| segment)
    };
    let worded = |column: usize| column == 0 || below(column).any(|cell| cell.kind == Kind::Text);
    let placed = row.columns.iter().all(|column| column.is_some_and(|column| !strict[column] && worded(column)));
    let small = page.text(&row.segments[0]).starts_with(char::is_lowercase);
    let is_row = groups.is_empty() && names.segments.len() == tracks.len() && row.segments.len() >= 2;
    if is_row && label && placed && !small && row.columns[0] == Some(0) {
        groups.extend(head.pop());
    }
    (head, groups)
}

/// Parts lines above the first row into the header and the headings of the first groups.
fn split_groups(page: &Page<'_>, rows: &[Row], tracks: &[Track]) -> (Vec<Row>, Vec<Row>) {
    let mut at = rows.len();
    while at > 1 && rows[at - 1].segments.len() == 1 {
        let segment = &rows[at - 1].segments[0];
        let left = (segment.x0 as i32) <= tracks[0].left + 4;
        // "(USD m)" below one name is its end, not a heading of rows.
        let text = page.text(segment);
        let bracketed = text.starts_with(['(', '（', '[']) && text.ends_with([')', '）', ']']);
        let over = tracks[1..].iter().filter(|track| {
            (segment.x0 as i32) < track.high.max(track.right) && track.low.min(track.left) < segment.x1 as i32
        });
        if bracketed && over.count() == 1 {
            break;
        }
        // "Budget" over "authority", too, even with a line of other names between them.
        let over = |part: &Segment| part.x0 < segment.x1 && segment.x0 < part.x1;
        if text.starts_with(char::is_lowercase) && rows[..at - 1].iter().flat_map(|row| &row.segments).any(over) {
            break;
        }
        // "Measurement" over "Property", centred or aligned on the right, is one name.
        let name =
            rows[..at - 1].iter().rev().map(|row| &row.segments[0]).find(|above| (above.x1 as i32) <= tracks[1].low);
        if name.is_some_and(|name| ends_name(name, segment, &tracks[0])) {
            break;
        }
        // Once all columns have names, what stands alone is a group's heading. Where they have not, a lone line on
        // the left is the end of the label column's own name.
        let above = rows[..at - 1].iter().map(|row| row.segments.len()).max().unwrap_or(0);
        let named = above + 1 >= tracks.len().max(3);
        if !(named || left && above >= 2) {
            break;
        }
        at -= 1;
    }
    (rows[..at].to_vec(), rows[at..].to_vec())
}

//! Whether lines are a table: rows and their columns go in, the evidence comes out, if it is enough.

use super::Evidence;
use super::columns::Track;
use super::header::Header;
use super::line::{Page, Segment};
use super::rows::BodyRow;

/// The evidence, if it is enough for a table.
pub(super) fn convinces(
    page: &Page<'_>,
    lines: &[BodyRow],
    tracks: &[Track],
    numeric: bool,
    captioned: bool,
    header: &Header,
) -> Option<Evidence> {
    let headed = header.levels > 0;
    let full: Vec<&BodyRow> = lines.iter().filter(|row| row.heading.is_none() && row.has_values()).collect();
    // A single row is a table below a caption and a name for each of its numbers.
    let single = captioned && numeric && tracks.len() >= 3 && lines.len() == 1 && header.names_all(tracks.len());
    if full.len() < 2 && !(single && full.len() == 1 && full[0].cells.iter().all(|cell| !cell.is_empty())) {
        return None;
    }
    let cells: usize = full.iter().map(|row| row.cells.iter().filter(|cell| !cell.is_empty()).count()).sum();
    let filled = cells * 100 / (full.len() * tracks.len());
    // How many cells stand at an edge or the centre of their column.
    let mut aligned = 0;
    let mut all = 0;
    let mut small = 0;
    for row in &full {
        for (cell, track) in row.cells.iter().zip(tracks) {
            let Some(segment) = cell.first() else { continue };
            let edge = (segment.x0 as i32 - track.left).abs().min((segment.x1 as i32 - track.right).abs());
            let off = edge.min((segment.centre2() - track.centre2()).abs() / 2);
            all += 1;
            aligned += usize::from(off <= 2);
            small += usize::from(page.text(segment).chars().next().is_some_and(char::is_lowercase));
        }
    }
    let aligned = aligned * 100 / all.max(1);
    let counted = header.levels == 0 && counts_items(page, &full, tracks.len());
    if is_contents(page, &full, header)
        || is_machine_made(page, &full)
        || is_list(page, &full)
        || counted
        || is_dialogue(page, &full, header)
        || are_addresses(page, &full)
        || is_form(page, &full)
        || !captioned && is_paired_list(page, &full, header)
    {
        return None;
    }
    let enough = if numeric {
        // "Subtotal" may stand right in front of its number.
        let words = |row: &BodyRow| row.cells.iter().flatten().next().is_some_and(|first| !first.is_value());
        // Standard errors stand in brackets below what they belong to.
        let below =
            |row: &BodyRow| row.cells.iter().flatten().all(|cell| page.text(cell).starts_with(['(', '[', '（']));
        let labelled = full.iter().filter(|row| !row.cells[0].is_empty() || words(row) || below(row)).count();
        let named = headed || full.iter().any(|row| row.cells[0].iter().any(|segment| !segment.is_value()));
        filled >= 35
            && (aligned >= 60 || filled >= 80)
            && (single || labelled * 10 >= full.len() * 6)
            && (named || tracks.len() > 3)
    } else {
        let rows = full.len();
        let many = rows >= 3 && small * 4 <= all && rows * 10 >= lines.len() * 7;
        // Two rows of words are a table below names of one word each; below longer ones they may as well be signatures.
        let named = header.cells.len() == tracks.len()
            && tracks.len() >= 3
            && header.cells.iter().all(|cell| matches!(cell.segments[..], [only] if only.len() == 1));
        let two = rows == 2 && lines.len() == 2 && named && filled == 100 && aligned == 100 && small == 0;
        aligned >= 75 && filled >= 50 && (captioned || many || two)
    };
    enough.then_some(Evidence { aligned: aligned as u32, filled: filled as u32 })
}

/// True for a table of contents: titles and the pages, in order, on which they stand.
fn is_contents(page: &Page<'_>, rows: &[&BodyRow], header: &Header) -> bool {
    let headed_page =
        header.cells.iter().flat_map(|cell| &cell.segments).any(|segment| {
            matches!(page.text(segment).to_lowercase().as_str(), "page" | "pages" | "页" | "页码" | "页次")
        });
    let (mut pages, mut ended) = (Vec::new(), Vec::new());
    for row in rows {
        let Some(last) = row.cells.iter().rev().flat_map(|cell| cell.last()).next() else { continue };
        let Ok(number) = page.text(last).parse::<u32>() else { continue };
        pages.push(number);
        ended.push(row);
    }
    let rising = pages.windows(2).filter(|pair| pair[0] <= pair[1]).count() + 1 >= pages.len();
    let filled = rows.iter().all(|row| row.cells.iter().filter(|cell| !cell.is_empty()).count() <= 3);
    // "3  Legal framework   20": what is numbered in order and stands on rising pages are chapters.
    let first = |row: &&BodyRow| row.cells.iter().flatten().next().map(|cell| page.text(cell));
    let chapter = |text: &str| text.split([' ', '.']).next().and_then(|number| number.parse::<u32>().ok());
    let chapters: Vec<u32> = rows.iter().filter_map(first).filter_map(chapter).collect();
    let numbered = header.levels == 0
        && chapters.len() * 10 >= rows.len() * 8
        && chapters.windows(2).all(|pair| pair[0] == pair[1] || pair[0].checked_add(1) == Some(pair[1]))
        && rows.iter().all(|row| row.cells.iter().flatten().any(|cell| !cell.is_value()));
    // Pages rise slowly: no book has a hundred pages a chapter.
    let slow = pages.windows(2).all(|pair| pair[1].saturating_sub(pair[0]) <= 100);
    let leads = |text: &str| ["....", ". . . .", "……"].iter().any(|dots| text.contains(dots));
    let led = || {
        let led = |row: &&&&BodyRow| row.cells.iter().flatten().any(|segment| leads(page.text(segment)));
        ended.iter().filter(led).count()
    };
    pages.len() >= 3
        && pages.len() * 10 >= rows.len() * 8
        && rising
        && slow
        && filled
        && (headed_page || numbered || led() * 2 >= pages.len())
}

/// True for a form: most rows have room to write.
fn is_form(page: &Page<'_>, rows: &[&BodyRow]) -> bool {
    let open = |row: &&&BodyRow| row.cells.iter().flatten().any(|cell| page.text(cell).ends_with("____"));
    rows.iter().filter(open).count() * 2 > rows.len()
}

/// True for a list in two columns that nothing names: short forms and what they stand for, times of day and what happens
/// then, questions and answers. What was taken for a header is one of its items.
fn is_paired_list(page: &Page<'_>, rows: &[&BodyRow], header: &Header) -> bool {
    let named =
        |column: usize| header.cells.iter().filter(move |cell| cell.column == column).flat_map(|cell| &cell.segments);
    let item = |row: &&BodyRow| Some((row.cells.first()?.first().copied()?, row.cells.get(1)?.first().copied()?));
    let mut items: Vec<(Segment, Segment)> = rows.iter().filter_map(item).collect();
    if header.levels > 0 {
        let (Some(label), Some(text)) = (named(0).next(), named(1).next()) else { return false };
        items.push((*label, *text));
    }
    if items.len() < rows.len() || rows.iter().any(|row| row.cells.len() != 2) {
        return false;
    }
    let most = |is: &dyn Fn(&str, &str) -> bool| {
        items.iter().filter(|(label, text)| is(page.text(label), page.text(text))).count() * 10 >= items.len() * 7
            && items.last().is_none_or(|(label, text)| header.levels == 0 || is(page.text(label), page.text(text)))
    };
    most(&stands_for) || most(&|label, _| is_time(label)) || {
        let long = |text: &Segment| text.len() >= ANSWER_WORDS;
        items.iter().all(|(label, text)| label.len() == 1 && label.width() <= 4 && long(text))
    }
}

/// Cells of so many words beside labels of a few letters are paragraphs.
const ANSWER_WORDS: usize = 9;

/// True for a short form and the words that begin with its letters: `CPI`, `Consumer price index`.
fn stands_for(short: &str, words: &str) -> bool {
    let mut letters = words.chars().map(|ch| ch.to_ascii_lowercase());
    let capitals = short.chars().filter(|ch| ch.is_uppercase()).count();
    !short.contains(' ')
        && capitals >= 2
        && short
            .chars()
            .filter(|ch| ch.is_alphanumeric())
            .all(|ch| letters.any(|letter| letter == ch.to_ascii_lowercase()))
}

/// True for a time of day, or a stretch of it: `9:30`, `14.00 – 15.30`.
fn is_time(text: &str) -> bool {
    let first = text.split([' ', '-', '–', '—']).next().unwrap_or_default();
    let Some((hours, minutes)) = first.split_once([':', '.', 'h']) else { return false };
    let number = |text: &str| text.parse::<u32>().ok();
    minutes.len() == 2
        && number(hours).is_some_and(|hours| hours < 24)
        && number(minutes).is_some_and(|minutes| minutes < 60)
}

/// True for a list: the first column is what numbers or marks items, the second is text.
fn is_list(page: &Page<'_>, rows: &[&BodyRow]) -> bool {
    let marks = rows.iter().filter(|row| {
        !row.cells[0].is_empty()
            && row.cells[0].iter().all(|segment| is_enumerator(page.text(segment)))
            && row.cells[1..].iter().flatten().all(|segment| !segment.is_value())
    });
    marks.count() * 2 >= rows.len()
}

/// True for a list in one or two columns: half of the columns are text, and the numbers beside it only count it.
fn counts_items(page: &Page<'_>, rows: &[&BodyRow], columns: usize) -> bool {
    let counts = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.cells[column].first());
        let numbers: Option<Vec<u32>> = cells.map(|cell| page.text(cell).trim_end_matches('.').parse().ok()).collect();
        numbers.is_some_and(|numbers| {
            numbers.len() >= 2 && numbers.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]))
        })
    };
    columns.is_multiple_of(2)
        && (0..columns).step_by(2).all(counts)
        && rows.iter().all(|row| row.cells.iter().skip(1).step_by(2).flatten().all(|cell| !cell.is_value()))
}

/// True for what people say, beside their names: `HAMLET.`, `Anna:`. What was taken for a header is one of them.
fn is_dialogue(page: &Page<'_>, rows: &[&BodyRow], header: &Header) -> bool {
    let ends = |text: &str| text.len() > 1 && text.ends_with(['.', ':', '：']) && text.contains(char::is_alphabetic);
    let named =
        |column: usize| header.cells.iter().filter(move |cell| cell.column == column).flat_map(|cell| &cell.segments);
    let labels = || rows.iter().filter_map(|row| row.cells[0].last()).chain(named(0));
    let spoken = || rows.iter().flat_map(|row| row.cells[1..].iter().flatten()).chain(named(1));
    let words: usize = spoken().map(Segment::len).sum();
    rows.iter().all(|row| row.cells.len() == 2)
        && labels().count() >= 2
        && labels().all(|label| ends(page.text(label)))
        && spoken().all(|part| !part.is_value())
        && words >= SPOKEN_WORDS * spoken().count()
}

/// Lines of speech have so many words each.
const SPOKEN_WORDS: usize = 4;

/// True for addresses beside each other: not the columns but the rows are of one kind. All cells of a row are names, or
/// all of them mix words with numbers ("12 Oak Street", "10115 Berlin"), even in the first column.
fn are_addresses(page: &Page<'_>, rows: &[&BodyRow]) -> bool {
    let digits = |segment: &Segment| page.text(segment).contains(|ch: char| ch.is_ascii_digit());
    let (mut mixed, mut plain) = (0, 0);
    for row in rows {
        let cells = || row.cells.iter().flatten();
        if cells().any(Segment::is_value) {
            return false;
        }
        let with = cells().filter(|cell| digits(cell)).count();
        match with == cells().count() {
            true => mixed += 1,
            false if with == 0 => plain += 1,
            false => return false,
        }
    }
    mixed >= 2 && plain >= 1
}

/// True for `1.`, `(a)`, `iv)`, `•`, `Name:` and the like.
fn is_enumerator(text: &str) -> bool {
    let bare = text.trim_matches(|ch: char| !ch.is_alphanumeric());
    bare.chars().count() <= 4 && bare.len() < text.len() || text.ends_with([':', '：'])
}

/// True for what programs and programmers write in columns: logs, listings of folders, code.
fn is_machine_made(page: &Page<'_>, rows: &[&BodyRow]) -> bool {
    let most = |is: fn(&Page<'_>, &BodyRow) -> bool| rows.iter().filter(|row| is(page, row)).count() * 2 >= rows.len();
    is_log(page, rows) || most(is_listing) || most(is_code) || is_dump(page, rows)
}

/// True for a row that begins with the rights of a file: `drwxr-xr-x`.
fn is_listing(page: &Page<'_>, row: &BodyRow) -> bool {
    let Some(first) = row.cells.iter().flatten().next() else { return false };
    let word = page.text(first).split(' ').next().unwrap_or_default().as_bytes();
    word.len() >= 10
        && matches!(word[0], b'-' | b'd' | b'l' | b'b' | b'c' | b'p' | b's')
        && word[1..10].iter().all(|byte| b"rwxsStT-".contains(byte))
}

/// True for lines that begin with their place in a file or in memory: `000a:`.
fn is_dump(page: &Page<'_>, rows: &[&BodyRow]) -> bool {
    are_places(rows.iter().filter_map(|row| row.cells[0].first()).map(|cell| page.text(cell)))
}

/// True if all texts begin with a place in a file or in memory. "1995:" may as well be a year.
pub(super) fn are_places<'t>(mut texts: impl Iterator<Item = &'t str>) -> bool {
    let mut sure = false;
    let all = texts.all(|text| {
        let word = text.split_whitespace().next().unwrap_or_default();
        let place = word.strip_suffix(':').unwrap_or_default();
        sure |= place.starts_with('0') || place.contains(|ch: char| ch.is_ascii_alphabetic());
        place.len() >= 4 && place.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    all && sure
}

/// True for a row that ends like a line of code, assigns a call or a list, or is an order to a preprocessor.
fn is_code(page: &Page<'_>, row: &BodyRow) -> bool {
    let texts = || row.cells.iter().flatten().map(|segment| page.text(segment));
    let (Some(first), Some(last)) = (texts().next(), texts().next_back()) else { return false };
    let order = first.strip_prefix('#').is_some_and(|rest| rest.starts_with(|ch: char| ch.is_ascii_lowercase()));
    let assigns = || {
        texts().any(|text| text.split(' ').any(|word| word == "="))
            && texts().any(|text| text.contains(['(', '[', '{']))
    };
    let comment = ["//", "/*", "*/"].iter().any(|mark| first.starts_with(mark));
    let mut worded = row.cells.iter().flatten().filter(|segment| !segment.is_value());
    order
        || comment
        || last.ends_with([';', '{', '}', ','])
        || assigns()
        || worded.any(|segment| is_of_code(page.text(segment)))
}

/// True for a text with a sign that only code has.
pub(super) fn is_of_code(text: &str) -> bool {
    let signs = |pair: &[u8]| matches!(pair, b"::" | b"()" | b"=>" | b"==" | b"!=" | b"&&" | b"){" | b"\\n");
    text.ends_with([';', '{']) || text.as_bytes().windows(2).any(signs) || text.contains('{') && text.contains(") {")
}

/// True for a log: lines that begin with the time of day.
fn is_log(page: &Page<'_>, rows: &[&BodyRow]) -> bool {
    let timed = rows.iter().filter(|row| {
        row.cells.iter().flatten().take(4).any(|segment| {
            page.text(segment)
                .split(|ch: char| !(ch.is_ascii_digit() || ch == ':'))
                .any(|part| part.len() >= 7 && part.bytes().filter(|&byte| byte == b':').count() >= 2)
        })
    });
    timed.count() * 2 >= rows.len()
}

/// True if nearly all rows have a label in words and all cells: below a figure's caption, what is torn is a chart.
pub(super) fn is_plain(lines: &[BodyRow], count: usize) -> bool {
    let full = |row: &&BodyRow| {
        row.cells[0].iter().any(|segment| !segment.is_value()) && row.cells.iter().all(|cell| !cell.is_empty())
    };
    count >= 3 && lines.iter().filter(full).count() * 10 >= lines.len() * 8
}

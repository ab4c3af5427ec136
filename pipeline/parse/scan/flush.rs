//! Numbers and the words of the next column, one space apart: rows go in, with each such pair cut in two they come out.
//!
//! ```text
//! Nitrate          50 EN ISO 13395
//! Turbidity         1 EN ISO 7027
//! ```
//!
//! A number is aligned on the right, so that its first digit moves and its last one stays; where it counts what the words
//! name, `4 weeks`, `12 Oak Street`, the words or the first digits are what is aligned.

use super::columns::Row;
use super::lex::Kind;
use super::line::Page;

/// So many rows, and as many different words, are no chance.
const LEAST_ROWS: usize = 3;

/// No table has more columns of numbers that touch words; each is looked for in all rows.
const MOST_COLUMNS: usize = 64;

/// Cuts the segments of `rows` between a column of numbers and one of words.
pub(super) fn part(page: &Page<'_>, rows: &mut [Row]) {
    let mut pairs: Vec<Pair> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let texts = row.segments.iter().enumerate().skip(1).filter(|(_, segment)| segment.kind == Kind::Text);
        for (index, segment) in texts {
            let words = &page.words[segment.first as usize..segment.last as usize];
            // "2 500 EN 27888" has two words of one number.
            let numbers = words.iter().take_while(|word| word.kind == Kind::Number).count();
            if numbers > 0 && words.get(numbers).is_some_and(|next| next.kind == Kind::Text) {
                let cut = segment.first + numbers as u32;
                pairs.push(Pair { begin: words[0].x0, end: words[numbers - 1].x1, row: at, index, cut });
            }
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.end, pair.row));
    let mut cuts: Vec<(usize, usize, usize)> = Vec::new();
    for group in pairs.chunk_by(|a, b| a.end == b.end).filter(|group| group.len() >= LEAST_ROWS).take(MOST_COLUMNS) {
        let words = |pair: &Pair| {
            let segment = &rows[pair.row].segments[pair.index];
            page.text(&page.segment(pair.cut as usize, segment.last as usize))
        };
        let moves = group.iter().any(|pair| pair.begin != group[0].begin);
        let capitals = group.iter().all(|pair| words(pair).starts_with(char::is_uppercase));
        let mut names: Vec<&str> = group.iter().map(words).collect();
        names.sort_unstable();
        names.dedup();
        // No other row has a word where the gap is.
        let open = |row: &Row| {
            let (first, last) = (row.segments[0].first, row.segments[row.segments.len() - 1].last);
            let words = &page.words[first as usize..last as usize];
            words.iter().all(|word| word.x1 <= group[0].end || group[0].end <= word.x0)
        };
        let others = rows.iter().enumerate().filter(|(at, _)| group.binary_search_by_key(at, |pair| pair.row).is_err());
        if names.len() >= LEAST_ROWS
            && moves
            && capitals
            && others.filter(|(_, row)| row.segments.len() >= 2).all(|(_, row)| open(row))
        {
            cuts.extend(group.iter().map(|pair| (pair.row, pair.index, pair.cut as usize)));
        }
    }
    // From the right, so that places stay true.
    cuts.sort_unstable_by(|a, b| b.cmp(a));
    for (at, index, cut) in cuts {
        let segment = rows[at].segments[index];
        let (first, last) = (segment.first as usize, segment.last as usize);
        let row = &mut rows[at];
        row.segments[index] = page.segment(first, cut);
        row.segments.insert(index + 1, page.segment(cut, last));
        row.columns = vec![None; row.segments.len()];
    }
}

/// A number and the words one space behind it.
struct Pair {
    /// Behind its last digit.
    end: u32,
    /// Where it begins.
    begin: u32,
    /// Its row, its segment there, and the first of the words.
    row: usize,
    index: usize,
    cut: u32,
}

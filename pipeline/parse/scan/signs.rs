//! Signs in columns of their own: the lines of a page go in, `-      0.6` comes out as one segment.
//!
//! A dash in front of a number may as well be an empty cell beside it. It is the number's sign where no row has a value
//! of its own at its place, the numbers behind it end at one place, and one name stands above both.

use std::ops::Range;

use super::header::is_year;
use super::lex::Kind;
use super::line::{Class, Line, Page, Segment};

/// A sign and the number behind it, both of one line.
struct Pair {
    sign: Segment,
    number: Segment,
    plus: bool,
}

/// Signs that stand one below the other.
struct Group {
    pairs: Vec<Pair>,
    /// Where the signs begin and end.
    x0: u32,
    x1: u32,
    /// Where the numbers begin and end.
    number: (u32, u32),
    plus: bool,
    /// True if the numbers end at one place.
    even: bool,
    /// True if a value of another row stands where the signs do.
    crossed: bool,
}

/// A sign stands at most so far in front of its number.
const MOST_GAP: u32 = 12;

/// How far the ends of numbers in one column are from each other: a closing bracket, a footnote mark.
const PLAY: u32 = 2;

/// More blank lines part tables.
const MOST_BLANK: usize = 3;

/// Puts the signs of `page` and their numbers together.
pub(super) fn join(page: &mut Page<'_>) {
    let mut whole: Vec<u32> = Vec::new();
    let mut start = 0;
    let mut blank = 0;
    for at in 0..=page.lines.len() {
        let ends = match page.lines.get(at).map(|line| line.class) {
            Some(Class::Blank) => {
                blank += 1;
                blank > MOST_BLANK
            }
            Some(class) => {
                blank = 0;
                matches!(class, Class::Caption | Class::Figure)
            }
            None => true,
        };
        if ends {
            whole.extend(block(page, start..at));
            start = at + 1;
        }
    }
    if !whole.is_empty() {
        page.keep_whole(whole);
    }
}

/// The first words of numbers in `lines` that are one with the sign in front of them, in order.
fn block(page: &Page<'_>, lines: Range<usize>) -> Vec<u32> {
    let lines = &page.lines[lines];
    let mut first = None;
    let mut pairs: Vec<Pair> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let own = pairs_of(page, line);
        if pairs.is_empty() {
            first = Some(at);
        }
        pairs.extend(own);
    }
    if pairs.len() < 2 {
        return Vec::new();
    }
    let mut groups = groups(pairs);
    for segment in lines.iter().flat_map(|line| &line.segments).filter(|segment| segment.is_value()) {
        let from = groups.partition_point(|group| group.x1 <= segment.x0);
        for group in groups[from..].iter_mut().take_while(|group| group.x0 < segment.x1) {
            let own = |pair: &Pair| pair.sign.first == segment.first;
            group.crossed |= segment.x1 <= group.number.0 && !group.pairs.iter().any(own);
        }
    }
    let names = names(page, &lines[..first.unwrap_or(0)]);
    let sound =
        |group: &&Group| group.even && !group.crossed && names.map_or(group.plus, |names| names_both(names, group));
    let sound: Vec<&Group> = groups.iter().filter(sound).collect();
    // How far in front of the end of its number a sign stands is the same in all columns.
    let reach = |group: &Group| group.number.1 - group.x0;
    let sure: Vec<u32> = sound.iter().filter(|group| group.pairs.len() >= 2).map(|group| reach(group)).collect();
    let backed = |group: &Group| group.pairs.len() >= 2 || sure.iter().any(|far| far.abs_diff(reach(group)) <= 1);
    let mut words: Vec<u32> = sound
        .iter()
        .filter(|group| backed(group))
        .flat_map(|group| &group.pairs)
        .map(|pair| pair.number.first)
        .collect();
    words.sort_unstable();
    words
}

/// The signs of `line` that stand apart from what is in front of them, with their numbers.
fn pairs_of<'p>(page: &'p Page<'_>, line: &'p Line) -> impl Iterator<Item = Pair> + 'p {
    line.segments.windows(3).filter_map(|parts| {
        let [before, sign, number] = parts else { return None };
        let apart = sign.len() == 1 && matches!(sign.kind, Kind::Void | Kind::Mark) && number.kind == Kind::Number;
        if !apart || sign.x0 - before.x1 < 2 || number.x0 - sign.x1 > MOST_GAP {
            return None;
        }
        let text = page.text(sign);
        let plus = matches!(text, "+" | "＋" | "±");
        let bare = page.text(number).starts_with(|ch: char| ch.is_numeric() || matches!(ch, '.' | ','));
        (bare && (plus || matches!(text, "-" | "–" | "−" | "－"))).then_some(Pair {
            sign: *sign,
            number: *number,
            plus,
        })
    })
}

/// The pairs by the place of their signs, from left to right.
fn groups(mut pairs: Vec<Pair>) -> Vec<Group> {
    pairs.sort_unstable_by_key(|pair| (pair.sign.x0, pair.sign.first));
    let mut groups: Vec<Group> = Vec::new();
    for pair in pairs {
        let (sign, number) = (pair.sign, pair.number);
        match groups.last_mut() {
            Some(group) if sign.x0 < group.x1 => {
                group.even &= number.x1.abs_diff(group.number.1) <= PLAY;
                group.x1 = group.x1.max(sign.x1);
                group.number = (group.number.0.min(number.x0), group.number.1.max(number.x1));
                group.plus |= pair.plus;
                group.pairs.push(pair);
            }
            _ => groups.push(Group {
                x0: sign.x0,
                x1: sign.x1,
                number: (number.x0, number.x1),
                plus: pair.plus,
                even: true,
                crossed: false,
                pairs: vec![pair],
            }),
        }
    }
    groups
}

/// The names of columns above the first sign: of the lines without numbers but years, the one that has the most.
fn names<'p>(page: &Page<'_>, lines: &'p [Line]) -> Option<&'p [Segment]> {
    let named = |line: &&Line| {
        let years = line.segments.iter().all(|part| !part.is_value() || is_year(page.text(part)));
        line.segments.len() >= 2 && years
    };
    lines.iter().filter(named).max_by_key(|line| line.segments.len()).map(|line| &line.segments[..])
}

/// True if the name nearest to the signs is the one nearest to their numbers.
fn names_both(names: &[Segment], group: &Group) -> bool {
    let nearest = |x0: u32, x1: u32| {
        let gap = |name: &Segment| name.x0.saturating_sub(x1) + x0.saturating_sub(name.x1);
        let centre = |name: &Segment| name.centre2().abs_diff((x0 + x1) as i32);
        (0..names.len()).min_by_key(|&at| (gap(&names[at]), centre(&names[at])))
    };
    nearest(group.x0, group.x1) == nearest(group.number.0, group.number.1)
}

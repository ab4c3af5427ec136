//! The lines of a page: words go in, lines cut into segments come out.

use super::continued;
use super::lex::{self, Kind, Word};
use crate::source::{Source, Span};

/// Words that stand together on one line: what a reader takes for one cell or one stretch of prose.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    /// Its first word in [`Page::words`].
    pub first: u32,
    /// Behind its last word.
    pub last: u32,
    /// The column of its first character.
    pub x0: u32,
    /// The column behind its last character.
    pub x1: u32,
    /// Number or Void if it is nothing else; Mark if it is only a sign.
    pub kind: Kind,
    /// True if it is part of running text beside whatever else stands on the line.
    pub prose: bool,
}

impl Segment {
    /// How many words it has.
    pub fn len(&self) -> usize {
        (self.last - self.first) as usize
    }

    /// Twice its centre, so that it stays an integer.
    pub fn centre2(&self) -> i32 {
        (self.x0 + self.x1) as i32
    }

    /// True for a number or what stands for one.
    pub fn is_value(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Void)
    }

    /// How many columns it takes.
    pub fn width(&self) -> u32 {
        self.x1 - self.x0
    }
}

/// What a line is taken for before any table is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing on it.
    Blank,
    /// One segment, short: a label, a group, a caption's end.
    Short,
    /// One segment of running text.
    Prose,
    /// The first line of a table's caption.
    Caption,
    /// The first line of a figure's caption.
    Figure,
    /// Two segments or more.
    Multi,
}

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its number in the source, counted from 1.
    pub number: u32,
    /// Its segments from left to right.
    pub segments: Vec<Segment>,
    /// What it is taken for.
    pub class: Class,
    /// True for a line that parts nothing: rules below headings and above totals, `-------   -------`; raised marks.
    pub rule: bool,
}

/// The lines between two form feeds, or a part of them.
pub(super) struct Page<'a> {
    pub source: &'a Source,
    pub words: Vec<Word>,
    pub lines: Vec<Line>,
    habits: Habits,
    /// Raised marks, each with the word that it stands behind, in the order of the words.
    pub raised: Vec<(u32, Segment)>,
    /// Words in front of which no cell ends, in order.
    whole: Vec<u32>,
}

/// How this page prints numbers, told from all of its lines.
#[derive(Clone, Copy, Debug, Default)]
struct Habits {
    /// `12 345` is one number.
    spaced_thousands: bool,
    /// It may as well be two.
    doubtful_thousands: bool,
    /// `12.3 (4.5)` is one cell.
    joined_brackets: bool,
}

/// A line longer than this is no line of a table that anyone printed; it is passed over.
pub(super) const LONGEST_LINE: usize = 8_192;

/// No printed table has more columns; laying a row beside them takes the square of their number.
const MOST_SEGMENTS: usize = 256;

/// Of so many numbers whose thousands are parted by spaces, one in ten begins its last three digits with a zero: it is
/// unlikely that none does.
const MANY_THOUSANDS: usize = 30;

/// A segment with so many words, or so wide, that stands alone on its line is running text. A label that is wrapped
/// by a typesetter is shorter: book measure is 60 to 75 characters, a label column at most about half of a page.
const PROSE_WORDS: usize = 9;
const PROSE_WIDTH: u32 = 70;

/// A label goes on over at most so many lines.
const LABEL_LINES: usize = 3;

/// The next line of a label is moved in by at most so many columns.
const INDENT: u32 = 8;

/// Fewer lines with blank ones between them are a slide, or a list of paragraphs of one line.
const SPACED_LINES: usize = 16;

/// The number of a phone has at most so many groups.
const PHONE_GROUPS: usize = 6;

/// What opens a number stands at most so far in front of it.
const MOST_OPENING_GAP: u32 = 12;

/// What closes a number stands at most so far behind it.
const CLOSING_GAP: u32 = 6;

impl<'a> Page<'a> {
    /// Reads lines `first` up to, not including, `last` (counted from 1).
    ///
    /// Those of `skipped`, in order, are blank.
    pub fn new(source: &'a Source, first: u32, last: u32, skipped: &[Span]) -> Page<'a> {
        let count = (last - first) as usize;
        let mut page = Page {
            source,
            words: Vec::new(),
            lines: Vec::with_capacity(count),
            habits: Habits::default(),
            raised: Vec::new(),
            whole: Vec::new(),
        };
        let mut ends = Vec::with_capacity(count);
        for number in first..last {
            let span = source.line_span(number);
            if span.len() <= LONGEST_LINE && skipped.binary_search(&span).is_err() {
                lex::words(source.slice(span), span.start, &mut page.words);
            }
            ends.push(page.words.len());
        }
        page.habits = page.habits(&ends);
        let mut from = 0;
        for (number, end) in (first..last).zip(ends) {
            let mut segments = page.cut(from, end, page.habits);
            let rule = !segments.is_empty() && page.words[from..end].iter().all(|word| is_rule(page.word(word)));
            // "— 21 —" is a page's number, no row.
            if let [first, _, last] = segments[..]
                && [first, last].iter().all(|end| page.is_dash(end))
            {
                segments = vec![page.segment(from, end)];
            }
            if segments.len() > MOST_SEGMENTS || rule {
                segments.clear();
            }
            let class = page.classify(&segments);
            page.lines.push(Line { number, segments, class, rule });
            from = end;
        }
        page.close_up();
        page.find_long_labels();
        page
    }

    /// Takes long lines for labels, not for running text, that end in front of the other cells of the rows directly above
    /// and below them.
    fn find_long_labels(&mut self) {
        for at in 1..self.lines.len().saturating_sub(1) {
            let ([label], Class::Prose) = (&self.lines[at].segments[..], self.lines[at].class) else { continue };
            let label = *label;
            let (above, below) = (&self.lines[at.saturating_sub(LABEL_LINES)..at], &self.lines[at + 1]);
            // "(thousands)" may stand between a header and its first row.
            let Some(above) = above.iter().rfind(|line| line.class != Class::Short) else { continue };
            let in_front = |row: &Line| {
                row.class == Class::Multi
                    && row.segments[0].x0.abs_diff(label.x0) <= INDENT
                    && label.x1 < row.segments[1].x0
            };
            if in_front(above) && in_front(below) {
                self.lines[at].class = Class::Short;
            }
        }
    }

    /// Leaves out every other blank line of a page that is set with one between its lines: there it parts nothing.
    fn close_up(&mut self) {
        let written = |line: &Line| line.class != Class::Blank || line.rule;
        let places: Vec<usize> = (0..self.lines.len()).filter(|&at| written(&self.lines[at])).collect();
        let apart = places.windows(2).filter(|pair| pair[1] - pair[0] > 1).count();
        if places.len() < SPACED_LINES || apart * 10 < (places.len() - 1) * 9 {
            return;
        }
        let mut blank = 0;
        self.lines.retain(|line| {
            blank = if written(line) { 0 } else { blank + 1 };
            blank % 2 == 0
        });
    }

    /// Cuts the lines anew that hold any of `words`, in order, so that no cell ends in front of one.
    pub fn keep_whole(&mut self, words: Vec<u32>) {
        self.whole = words;
        for at in 0..self.lines.len() {
            let segments = &self.lines[at].segments;
            let (Some(first), Some(last)) = (segments.first(), segments.last()) else { continue };
            let next = self.whole.partition_point(|&word| word < first.first);
            if self.whole.get(next).is_some_and(|&word| word < last.last) {
                let segments = self.cut(first.first as usize, last.last as usize, self.habits);
                self.lines[at].class = self.classify(&segments);
                self.lines[at].segments = segments;
            }
        }
    }

    /// Where line `number` of the source stands in the page, or the line behind it if it was left out.
    pub fn index_of(&self, number: u32) -> usize {
        self.lines.partition_point(|line| line.number < number)
    }

    fn habits(&self, ends: &[usize]) -> Habits {
        let (mut thousands, mut others, mut near, mut far, mut alone) = (0, 0, 0, 0, 0);
        let mut certain = 0;
        let mut from = 0;
        for &end in ends {
            // True behind a number whose thousands may be parted by a space.
            let mut grouped = false;
            for pair in self.words[from..end].windows(2) {
                let [before, here] = pair else { continue };
                let behind = std::mem::take(&mut grouped);
                if before.kind != Kind::Number || here.kind != Kind::Number {
                    // "Services     (373)": a number in brackets behind a label is none that belongs to another.
                    let apart = here.kind == Kind::Number && here.x0 - before.x1 >= 2;
                    alone += usize::from(apart && is_bracketed(self.word(here)));
                    continue;
                }
                let one = here.x0 - before.x1 == 1;
                let (head, tail) = (self.word(before), self.word(here));
                if tail.starts_with(['(', '（', '[']) && !head.starts_with(['(', '（', '[']) {
                    if lex::is_footnote(tail) {
                    } else if one {
                        near += 1;
                    } else {
                        far += 1;
                    }
                } else if one && lex::is_thousands_tail(tail) && lex::is_thousands_head(head) {
                    thousands += 1;
                    grouped = true;
                    // No number of its own begins with zeros.
                    certain += usize::from(tail.starts_with('0') && tail != "0");
                } else if one && !lex::is_thousands_tail(tail) && !(behind && lex::is_thousands_head(tail)) {
                    // "12 450 1 388": what follows a group of three digits may begin the next number.
                    others += 1;
                }
            }
            from = end;
        }
        // Columns one space apart would hold other numbers than groups of three digits, and where a bracket is a
        // column of its own its number is sometimes shorter, so that the gap is wider.
        let spaced_thousands = thousands >= 1 && others * 10 <= thousands;
        Habits {
            spaced_thousands,
            doubtful_thousands: spaced_thousands && certain == 0 && thousands < MANY_THOUSANDS,
            joined_brackets: far * 10 < near && alone * 2 < near,
        }
    }

    /// True if any line has a bar, a tab or a line that draws boxes.
    pub fn has_bars(&self) -> bool {
        let (Some(first), Some(last)) = (self.lines.first(), self.lines.last()) else { return false };
        let span = self.source.line_span(first.number).cover(self.source.line_span(last.number));
        let bytes = self.source.slice(span).as_bytes();
        // U+2500 to U+257F begin with these two bytes; so do a few dashes and dots, which cost a closer look only.
        memchr::memchr3(b'|', b'\t', b'+', bytes).is_some()
            || memchr::memmem::find(bytes, b"\xe2\x94").is_some()
            || memchr::memmem::find(bytes, b"\xe2\x95").is_some()
    }

    /// The text of a word.
    pub fn word(&self, word: &Word) -> &'a str {
        &self.source.text()[word.start as usize..word.end as usize]
    }

    /// The bytes of a segment.
    pub fn span(&self, segment: &Segment) -> Span {
        let (first, last) = (&self.words[segment.first as usize], &self.words[segment.last as usize - 1]);
        Span { start: first.start, end: last.end }
    }

    /// The bytes of a cell's segments, with the marks that are raised behind them.
    pub fn spans(&self, segments: &[Segment]) -> Vec<Span> {
        let mut spans = Vec::with_capacity(segments.len());
        for segment in segments {
            spans.push(self.span(segment));
            let own = self.raised.partition_point(|(word, _)| *word < segment.first);
            let own = self.raised[own..].iter().take_while(|(word, _)| *word < segment.last);
            spans.extend(own.map(|(_, mark)| self.span(mark)));
        }
        spans
    }

    /// The text of a segment.
    pub fn text(&self, segment: &Segment) -> &'a str {
        &self.source.text()[self.span(segment).range()]
    }

    fn is_dash(&self, segment: &Segment) -> bool {
        matches!(self.text(segment), "-" | "–" | "—" | "－")
    }

    /// True for a bullet that has lost its item.
    pub fn is_bullet(&self, segment: &Segment) -> bool {
        segment.len() == 1 && segment.kind == Kind::Mark && is_bullet(self.text(segment))
    }

    /// How many blank lines stand between lines `above` and `below`. Around bullets that have lost their items there are
    /// blank lines in the middle of a cell, which part nothing.
    pub fn gap(&self, above: usize, below: usize) -> usize {
        let between = &self.lines[(above + 1).min(below)..below];
        let lost = |line: &Line| {
            !line.segments.is_empty() && line.segments.iter().all(|segment| segment.prose || self.is_bullet(segment))
        };
        if between.iter().any(|line| lost(line) && line.segments.iter().any(|segment| !segment.prose)) {
            return 0;
        }
        between.iter().filter(|line| !line.rule).count()
    }

    /// The segments of line `at` if its numbers are not parted by spaces at the thousands, where that is in doubt.
    pub fn apart(&self, at: usize) -> Option<Vec<Segment>> {
        let line = &self.lines[at];
        let (first, last) = (line.segments.first()?, line.segments.last()?);
        if !self.habits.doubtful_thousands || line.segments.iter().any(|segment| segment.prose) {
            return None;
        }
        let habits = Habits { spaced_thousands: false, ..self.habits };
        let segments = self.cut(first.first as usize, last.last as usize, habits);
        (segments.len() != line.segments.len()).then_some(segments)
    }

    /// Cuts words `from..to` of one line where the gap is two columns or more, and between numbers one space apart.
    fn cut(&self, from: usize, to: usize, habits: Habits) -> Vec<Segment> {
        let words = &self.words[from..to];
        let mut segments = Vec::new();
        if words.is_empty() {
            return segments;
        }
        let values = words.iter().filter(|word| matches!(word.kind, Kind::Number | Kind::Void)).count();
        let wide = words.windows(2).any(|pair| pair[1].x0 - pair[0].x1 >= 2);
        // In running text two numbers may follow each other; in a row of a table numbers are in the majority, or three of
        // them end it.
        let last = || words.iter().rev().take_while(|word| matches!(word.kind, Kind::Number | Kind::Void)).count();
        let tight = wide || values >= 3 && (values * 2 >= words.len() || last() >= 3);
        let mut first = 0;
        for at in 1..=words.len() {
            let whole = || self.whole.binary_search(&((from + at) as u32)).is_ok();
            if at == words.len() || self.parts(words, at, tight, habits) && !whole() {
                segments.push(self.segment(from + first, from + at));
                first = at;
            }
        }
        segments
    }

    /// True if a cell ends before word `at`.
    fn parts(&self, words: &[Word], at: usize, tight: bool, habits: Habits) -> bool {
        let (before, here) = (&words[at - 1], &words[at]);
        let gap = here.x0 - before.x1;
        let value = |word: &Word| matches!(word.kind, Kind::Number | Kind::Void);
        // "Phones ........ $ 1,200": dots lead up to the number.
        let leads = self.word(before).ends_with("....");
        if leads && (here.kind == Kind::Number || is_currency(self.word(here))) {
            return true;
        }
        // "$ (295) $ 852": the sign of the next column stands one space behind a number.
        let opens = || {
            here.kind == Kind::Mark
                && is_currency(self.word(here))
                && words.get(at + 1).is_some_and(|next| value(next) || is_open(self.word(next)))
        };
        if gap < 2 && tight && value(before) && opens() {
            return true;
        }
        if gap < 2 && tight && self.parts_ideographs(before, here) {
            return true;
        }
        if gap < 2 && !(tight && value(before) && value(here)) {
            return false;
        }
        if self.leader(before) && self.leader(here) {
            return false;
        }
        // "12.5   %", "(987  )": what closes a number stands in a column of its own.
        let closes = matches!(self.word(here), "%" | "％" | ")" | "）" | ")%" | "%)" | "）％" | ")*");
        if closes && before.kind == Kind::Number && gap <= CLOSING_GAP {
            let opened = at >= 2 && is_open(self.word(&words[at - 2]));
            let open = opened || self.word(before).contains(['(', '（']) && !self.word(before).contains([')', '）']);
            if self.word(here).starts_with(['%', '％']) || open {
                return false;
            }
        }
        // "(    234)": a bracket is never a cell, and what it opens ends at the next one.
        if is_open(self.word(before)) && here.kind == Kind::Number && gap <= MOST_OPENING_GAP {
            let closed = |word: &Word| self.word(word).contains([')', '）']);
            let next = words.get(at + 1).is_some_and(|next| next.x0 - here.x1 <= CLOSING_GAP && closed(next));
            return !(closed(here) || next);
        }
        // "$      1,234": the sign stands at the edge of its column.
        if before.kind == Kind::Mark && here.kind == Kind::Number && gap <= 12 && is_currency(self.word(before)) {
            return false;
        }
        // "北  京", "合        计": the characters of a short label are spread to the width of the longer ones.
        if self.is_spread(before) && self.is_spread(here) {
            let pair = (self.word(before).chars().next(), self.word(here).chars().next());
            let known = |word: &&str| (word.chars().next(), word.chars().nth(1)) == pair;
            if gap <= 3 || gap <= 16 && SPREAD.iter().any(known) {
                return false;
            }
        }
        // A bullet and its item.
        if before.kind == Kind::Mark && gap <= 8 && is_bullet(self.word(before)) {
            return false;
        }
        if gap >= 2 {
            return true;
        }
        if lex::is_footnote(self.word(here)) || self.leader(here) {
            return false;
        }
        let (head, tail) = (self.word(before), self.word(here));
        if habits.spaced_thousands
            && lex::is_thousands_tail(tail)
            && (lex::is_thousands_head(head) || lex::is_thousands_tail(head))
        {
            return false;
        }
        if habits.joined_brackets && tail.starts_with(['(', '（', '[']) && !head.starts_with(['(', '（', '[']) {
            return false;
        }
        if self.is_phone(words, at) {
            return false;
        }
        // "5 – 10" is one range, "5 — 10" with wider gaps on a side three cells.
        let dash = |word: &Word| word.kind == Kind::Void && word.end - word.start <= 3;
        let near = |a: &Word, b: &Word| b.x0 - a.x1 == 1;
        if dash(here) && words.get(at + 1).is_some_and(|next| next.kind == Kind::Number && near(here, next)) {
            return before.kind != Kind::Number;
        }
        if dash(before) && at >= 2 && words[at - 2].kind == Kind::Number && near(&words[at - 2], before) {
            return here.kind != Kind::Number;
        }
        true
    }

    /// True for Chinese words, or one and a number, that a blank parts: within a cell there is none. A short number may
    /// count something, "附注 5".
    fn parts_ideographs(&self, before: &Word, here: &Word) -> bool {
        let wide = |ch: char| ('\u{4e00}'..='\u{9fff}').contains(&ch);
        let (head, tail) = (self.word(before), self.word(here));
        if !head.ends_with(wide) || head.chars().nth(1).is_none() {
            return false;
        }
        match here.kind {
            Kind::Number => tail.contains(['.', ',']),
            // "B轮", "5000万美元", but not "（万元）".
            Kind::Text => {
                tail.starts_with(|ch: char| wide(ch) || ch.is_ascii_alphanumeric())
                    && tail.contains(wide)
                    && tail.chars().nth(1).is_some()
            }
            _ => false,
        }
    }

    /// True if the numbers in front of word `at`, one space apart, are those of a phone: `Tel. +44 113 496`.
    fn is_phone(&self, words: &[Word], at: usize) -> bool {
        let near = |index: &usize| words[*index].x0 - words[*index - 1].x1 == 1;
        let numbers = (1..at).rev().take(PHONE_GROUPS).take_while(|index| near(index));
        let first = numbers.map(|index| index - 1).find(|&index| words[index].kind == Kind::Text);
        first.is_some_and(|index| {
            let word = self.word(&words[index]).trim_end_matches([':', '.']);
            ["tel", "fax", "phone", "telephone", "tél", "telefon", "mobile"].contains(&word.to_lowercase().as_str())
        })
    }

    /// True for one Chinese character alone.
    fn is_spread(&self, word: &Word) -> bool {
        let mut chars = self.word(word).chars();
        matches!((chars.next(), chars.next()), (Some('\u{4e00}'..='\u{9fff}'), None))
    }

    /// True for the dots that lead from a label to its number.
    fn leader(&self, word: &Word) -> bool {
        word.kind == Kind::Void && self.word(word).bytes().all(|byte| byte == b'.')
    }

    /// The segment of words `first..last`.
    pub fn segment(&self, first: usize, last: usize) -> Segment {
        let words = &self.words[first..last];
        let mut kind = Kind::Mark;
        for word in words {
            kind = match (kind, word.kind) {
                (Kind::Text, _) | (_, Kind::Text) => Kind::Text,
                (Kind::Number, _) | (_, Kind::Number) => Kind::Number,
                (Kind::Void, _) | (_, Kind::Void) => Kind::Void,
                _ => Kind::Mark,
            };
        }
        // "1.3 p", "0.8 be": a flag behind a number says how sure it is.
        if let [number, flag] = words
            && number.kind == Kind::Number
            && is_flag(self.word(flag))
        {
            kind = Kind::Number;
        }
        // An "X" in a cell of its own says yes.
        if let [word] = words
            && matches!(self.word(word), "X" | "x" | "✓" | "✔" | "√")
        {
            kind = Kind::Void;
        }
        // Dots alone are a leader, not a value.
        if kind == Kind::Void && words.iter().all(|word| self.leader(word)) && words.len() > 1 {
            kind = Kind::Text;
        }
        Segment {
            first: first as u32,
            last: last as u32,
            x0: words[0].x0,
            x1: words[words.len() - 1].x1,
            kind,
            prose: false,
        }
    }

    fn classify(&self, segments: &[Segment]) -> Class {
        let Some(first) = segments.first() else { return Class::Blank };
        if self.is_numbered(first, lex::is_caption_word, '表') || self.is_continued(first) {
            return Class::Caption;
        }
        if self.is_numbered(first, lex::is_figure_word, '图') {
            return Class::Figure;
        }
        match segments {
            [only] if only.kind == Kind::Text && (only.len() >= PROSE_WORDS || only.width() >= PROSE_WIDTH) => {
                Class::Prose
            }
            [_] => Class::Short,
            _ => Class::Multi,
        }
    }

    /// True for `续表` and `(continued)` on a line of their own.
    fn is_continued(&self, segment: &Segment) -> bool {
        let word = self.word(&self.words[segment.first as usize]).trim_start_matches(['(', '（', '[']);
        word.starts_with(['续', '接', 'C', 'c']) && continued::is_mark(self.text(segment))
    }

    /// Classifies line `at` again by what is no prose on it.
    pub fn reclassify(&mut self, at: usize) {
        let line = &self.lines[at];
        if !line.segments.iter().any(|segment| segment.prose) {
            return;
        }
        // "FIGURE 2." begins a caption even if it goes on like prose.
        if self.is_numbered(&line.segments[0], lex::is_figure_word, '图') && self.numbered_title(&line.segments[0]) {
            self.lines[at].class = Class::Figure;
            return;
        }
        let live: Vec<Segment> = line.segments.iter().filter(|segment| !segment.prose).copied().collect();
        self.lines[at].class = if live.is_empty() { Class::Prose } else { self.classify(&live) };
    }

    /// The segments of line `at` that begin a table's caption, from left to right.
    pub fn captions(&self, at: usize) -> Vec<Segment> {
        let segments = self.lines[at].segments.iter();
        segments.filter(|segment| self.is_numbered(segment, lex::is_caption_word, '表')).copied().collect()
    }

    /// True if the number behind the first word ends like one of a title: `Figure 2.`, not `Figure 2 shows`.
    fn numbered_title(&self, segment: &Segment) -> bool {
        let number = self.words[segment.first as usize..segment.last as usize].get(1);
        number.is_some_and(|word| self.word(word).ends_with(['.', ':']))
    }

    /// True if `segment` begins with `Table 3`, `Exhibit 2a`, `TABLE.`, `表 4` or the like for figures.
    fn is_numbered(&self, segment: &Segment, is_name: fn(&str) -> bool, sign: char) -> bool {
        let first = &self.words[segment.first as usize];
        let word = self.word(first);
        if first.kind != Kind::Text || !is_name(word) {
            return false;
        }
        // "附表1" is a table, too.
        let signed = word.strip_prefix('附').unwrap_or(word).starts_with(sign);
        if word.ends_with(['.', ':']) && segment.len() > 1 || signed && word.chars().count() > 1 {
            return true;
        }
        match &self.words[segment.first as usize + 1..segment.last as usize] {
            [next, rest @ ..] => lex::counts_caption(self.word(next), rest.first().map(|word| self.word(word))),
            [] => false,
        }
    }
}

fn is_rule(word: &str) -> bool {
    let mark = word.chars().next().unwrap_or(' ');
    matches!(mark, '-' | '=' | '_' | '—' | '–' | '─' | '━' | '═')
        && word.chars().all(|ch| ch == mark)
        && word.len() >= 3
        && (mark != '—' && mark != '–' || word.chars().count() >= 3)
}

/// Labels and names of two characters that are commonly spread to the width of their column.
const SPREAD: [&str; 24] = [
    "项目", "行业", "合计", "总计", "小计", "共计", "指标", "地区", "类别", "名称", "单位", "年份", "年度", "产品",
    "科目", "附注", "备注", "序号", "城市", "省份", "国家", "全国", "其他", "其中",
];

/// True for one or two small letters, as statistical offices set them behind numbers.
fn is_flag(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// True for a number in brackets that is no footnote mark.
fn is_bracketed(word: &str) -> bool {
    word.starts_with(['(', '（']) && word.ends_with([')', '）']) && !lex::is_footnote(word)
}

fn is_open(word: &str) -> bool {
    matches!(word, "(" | "（")
}

fn is_currency(word: &str) -> bool {
    matches!(word, "$" | "€" | "£" | "¥" | "￥" | "US$")
}

fn is_bullet(word: &str) -> bool {
    word.chars().all(|ch| matches!(ch, '•' | '·' | '●' | '▪' | '■' | '◆' | '➢' | '✓' | '\u{e000}'..='\u{f8ff}'))
}

//! "A is 1.6 times B" in one sentence: two values and the names beside them go in, ratios come out. Both names must stand by
//! their values, and what is measured and the years must be the same.

use super::vocabulary::{BESIDE_MEASURE, LEADS_ON};
use super::words::{Sentence, squeezed};
use super::{Relation, RelationKind};
use crate::model::{Kind, year_of};
use crate::reconcile::syntax::Comparison;

impl Sentence<'_> {
    /// "A占45%，B占28%，A是B的1.6倍": two values and how many times one is the other.
    pub(super) fn ratios(&self, found: &mut Vec<Relation>) {
        for at in 2..self.items.len() {
            if !self.items[at].measure.is_times() {
                continue;
            }
            let values: Vec<usize> = (0..at)
                .filter(|item| self.items[*item].quantity.kind != Kind::Number || self.is_scaled(*item))
                .filter(|item| !self.items[*item].measure.is_times())
                .collect();
            let [.., a, b] = values[..] else { continue };
            if !self.same(a, b) {
                continue;
            }
            let Some((above, below)) = self.named_sides(at, a, b) else { continue };
            let Ok(quotient) = self.value(above, 1).div(self.value(below, 2)) else { continue };
            let clause = self.clause(at).trim();
            let statement = format!("{} / {} = {}", self.printed(above), self.printed(below), self.printed(at));
            let between = if clause.is_ascii() { " " } else { "" };
            let reason = format!("\"{}\"", squeezed(&format!("{clause}{between}{}", self.printed(at))));
            let (sides, of) = ((quotient, self.value(at, 0)), [at, above, below]);
            found.push(self.relation(&of, (RelationKind::Ratio, Comparison::Equal), sides, statement, reason));
        }
    }

    /// Which of two values is so many times the other, if the clause of the ratio names both of them, as they are named
    /// themselves.
    fn named_sides(&self, at: usize, a: usize, b: usize) -> Option<(usize, usize)> {
        let clause = format!(" {} ", self.clause(at).trim());
        let verbs = ["是", "为", "相当于", "达到", "达", " is ", " was ", " are ", " were "];
        let verb = verbs.iter().find(|verb| clause.contains(**verb))?;
        let (subject, object) = clause.split_once(verb)?;
        // "A was 1.6 times B": the other one stands behind the number.
        let behind = self.text(self.span_of(at).end, self.span.end).trim_start();
        let behind =
            ["that of ", "as many as ", "as much as "].iter().find_map(|w| behind.strip_prefix(w)).unwrap_or(behind);
        let behind = &behind[..behind.find(|c: char| ",.;，。；)\n".contains(c)).unwrap_or(behind.len())];
        let object = if object.trim().is_empty() { behind } else { object };
        let (subject, object) = (Name::of(subject), Name::of(object));
        let lead_end = self.span_of(at).start - self.clause(at).len() as u32;
        let lead = words(self.text(self.span.start, lead_end));
        let years = |words: &[String]| -> Vec<String> { words.iter().filter(|word| is_year(word)).cloned().collect() };
        let (first, second) = (words(self.clause(a)), words(self.clause(b)));
        let told: Vec<String> = [years(&subject.0), years(&object.0)].concat();
        let other_years = !years(&first).is_empty() && !years(&second).is_empty() && years(&first) != years(&second);
        if !told.iter().all(|year| lead.contains(year)) || other_years && told.is_empty() {
            return None;
        }
        let (subject, object) = (subject.without_time_of(&first, &second), object.without_time_of(&first, &second));
        let named = (subject.length_in(&first), subject.length_in(&second));
        let (above, below, at_above, at_below) = match named.0.cmp(&named.1) {
            std::cmp::Ordering::Greater => (a, b, &first, &second),
            std::cmp::Ordering::Less => (b, a, &second, &first),
            std::cmp::Ordering::Equal => return None,
        };
        let (own, other) = (named.0.max(named.1), object.length_in(at_below));
        if !subject.is_name(own) || !object.is_name(other) || other <= object.length_in(at_above) {
            return None;
        }
        // What is said to be so many times as much must be what the values measure.
        let kinds = [subject.behind(own), object.behind(other)];
        let kinds = kinds.map(|kind| measured(kind, &[]));
        let of_above = measured(at_above, &subject.0[..own]);
        let of_below = measured(at_below, &object.0[..other]);
        let fits = |kind: &Vec<String>| {
            let own = |of: &Vec<String>| of.is_empty() || holds(of, kind) || holds(kind, of);
            kind.is_empty() || holds(&lead, kind) && own(&of_above) && own(&of_below)
        };
        let (later, earlier) = if a == below { (&of_above, at_below) } else { (&of_below, at_above) };
        (kinds.iter().all(fits) && (later.is_empty() || holds(earlier, later))).then_some((above, below))
    }
}

/// The words of a phrase that begins with a name.
struct Name(Vec<String>);

impl Name {
    fn of(phrase: &str) -> Name {
        let all = words(phrase);
        let leads = |word: &&String| LEADS_ON.contains(&word.as_str());
        let skipped = all.iter().take_while(leads).count();
        Name(all[skipped..].to_vec())
    }

    /// Without the year in front, where it stands in front of neither value's name.
    fn without_time_of(self, first: &[String], second: &[String]) -> Name {
        let time = |word: &&String| is_year(word) || ["年", "in"].contains(&word.as_str());
        let length = self.0.iter().take_while(time).count();
        match length < self.0.len() && self.length_in(first) == 0 && self.length_in(second) == 0 {
            true => Name(self.0[length..].to_vec()),
            false => self,
        }
    }

    /// How many of its words stand in `clause`, from the first on.
    fn length_in(&self, clause: &[String]) -> usize {
        (1..=self.0.len()).take_while(|length| holds(clause, &self.0[..*length])).last().unwrap_or(0)
    }

    /// True if its first words are a name: all of it, two Chinese characters, or a word.
    fn is_name(&self, length: usize) -> bool {
        length >= 2 || length == 1 && (self.0.len() == 1 || self.0[0].is_ascii() && !is_year(&self.0[0]))
    }

    fn behind(&self, length: usize) -> &[String] {
        &self.0[length..]
    }
}

/// The words of a phrase that say what is measured: without a name, times, and words that stand with any measure.
fn measured(words: &[String], name: &[String]) -> Vec<String> {
    let at = if name.is_empty() { None } else { words.windows(name.len()).position(|run| run == name) };
    let named = |place: usize| at.is_some_and(|at| (at..at + name.len()).contains(&place));
    let rest: Vec<&str> =
        words.iter().enumerate().filter(|(place, _)| !named(*place)).map(|(_, word)| word.as_str()).collect();
    let joined = rest.iter().map(|word| if word.is_ascii() { format!(" {word} ") } else { word.to_string() });
    let mut joined = format!(" {} ", joined.collect::<String>());
    for word in BESIDE_MEASURE {
        let word = if word.is_ascii() { format!(" {word} ") } else { word.to_string() };
        joined = joined.replace(&word, " ");
    }
    self::words(&joined).into_iter().filter(|word| !is_year(word) && word != "年").collect()
}

/// The words of a phrase, in small letters; each Chinese character is one.
fn words(phrase: &str) -> Vec<String> {
    let phrase = phrase.replace("我国", "中国").replace("'s ", " ").replace("’s ", " ");
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in phrase.chars() {
        let latin = c.is_alphanumeric() && !('\u{2e80}'..='\u{ffff}').contains(&c);
        match words.last_mut().filter(|_| open && latin) {
            Some(word) => word.extend(c.to_lowercase()),
            None if c.is_alphanumeric() => words.push(c.to_lowercase().collect()),
            None => {}
        }
        open = latin;
    }
    words
}

fn is_year(word: &str) -> bool {
    year_of(word).is_some()
}

/// True if `part` stands in `all`, word by word.
fn holds(all: &[String], part: &[String]) -> bool {
    part.is_empty() || all.windows(part.len()).any(|run| run == part)
}

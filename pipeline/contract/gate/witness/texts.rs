//! Texts that a pattern is likely to match: a pattern goes in, samples that differ in how often things are repeated, in
//! branches and in characters come out. Nothing is promised; whoever uses one asks the pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::MAX_LENGTH;

/// How many steps one sample may take: repetitions of nothing have no length.
const MAX_STEPS: usize = 5000;
/// How many branches and characters are tried.
const VARIANTS: usize = 6;
/// Characters that people would choose.
const COMMON: &str = "aA0x1中 -";

/// Samples of `pattern`; `lengths` are of interest.
pub fn of(pattern: &str, lengths: &[usize]) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(pattern) else { return Vec::new() };
    let mut times: Vec<usize> = (0..=3).chain(lengths.iter().copied()).collect();
    times.dedup();
    let mut samples = Vec::new();
    for variant in 0..VARIANTS {
        for &times in &times {
            let mut sample = Sample { variant, times, steps: 0, text: String::new() };
            if sample.write(&hir).is_some() && !samples.contains(&sample.text) {
                samples.push(sample.text);
            }
        }
    }
    samples
}

struct Sample {
    variant: usize,
    /// How often something is repeated, where the pattern allows it.
    times: usize,
    steps: usize,
    text: String,
}

impl Sample {
    fn write(&mut self, hir: &Hir) -> Option<()> {
        self.steps += 1;
        if self.steps > MAX_STEPS || self.text.len() > MAX_LENGTH * 4 {
            return None;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.text.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => self.text.push(character(class, self.variant)?),
            HirKind::Repetition(repetition) => {
                let most = repetition.max.map_or(usize::MAX, |max| max as usize);
                for _ in 0..self.times.max(repetition.min as usize).min(most) {
                    self.write(&repetition.sub)?;
                }
            }
            HirKind::Capture(capture) => self.write(&capture.sub)?,
            HirKind::Concat(parts) => {
                for part in parts {
                    self.write(part)?;
                }
            }
            HirKind::Alternation(branches) => self.write(branches.get(self.variant % branches.len())?)?,
        }
        Some(())
    }
}

/// A character of the class: common ones, then those at the ends of its ranges.
fn character(class: &Class, variant: usize) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let ranges = class.ranges();
    let has = |c: &char| ranges.iter().any(|range| (range.start()..=range.end()).contains(c));
    let ends = ranges.iter().take(VARIANTS).flat_map(|range| [range.start(), range.end()]);
    let choice: Vec<char> = COMMON.chars().filter(has).take(2).chain(ends).collect();
    choice.get(variant % choice.len().max(1)).copied()
}

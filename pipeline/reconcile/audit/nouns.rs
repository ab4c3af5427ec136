//! What the words beside a text's quantities say of them: quantities go in, the same with the things that they count and
//! with both ends of a move ("from 5.0 to 5.6") come out.

use crate::model::{Interval, Kind, Qualifier, Quantity, Unit};
use crate::source::{Source, Span};

/// Words in -s behind a number that are no things.
const NO_THINGS: &[&str] = &["plus", "versus", "thus", "does", "goes", "less", "across", "unless", "perhaps"];

/// The quantities of a text, told more exactly by the words beside them.
pub(super) fn told(source: &Source, quantities: &[Quantity]) -> Vec<Quantity> {
    let mut told = Vec::with_capacity(quantities.len());
    for quantity in quantities {
        match ends(source, quantity) {
            Some(both) => told.extend(both),
            None => told.push(counted(source, quantity).unwrap_or_else(|| quantity.clone())),
        }
    }
    told
}

/// "from 5.0 million to 5.6 million" is two values, not a range between them.
fn ends(source: &Source, quantity: &Quantity) -> Option<[Quantity; 2]> {
    if quantity.qualifier != Qualifier::Range {
        return None;
    }
    let before = source.text()[..quantity.span.start as usize].trim_end();
    let from = ["from", "From", "从", "由"].iter().any(|word| before.ends_with(word));
    let text = source.slice(quantity.span);
    let (at, word) = [" to ", "到", "至"].iter().find_map(|word| Some((text.find(word)?, *word))).filter(|_| from)?;
    let middle = quantity.span.start as usize + at;
    let halves =
        [Span::new(quantity.span.start as usize, middle), Span::new(middle + word.len(), quantity.span.end as usize)];
    let values = [quantity.interval.lower?.value, quantity.interval.upper?.value];
    let end = |value, span: Span| {
        let interval = Interval::rounded(value, quantity.precision.decimals)?;
        Some(Quantity { value, span, numeral: span, interval, qualifier: Qualifier::Exact, ..quantity.clone() })
    };
    Some([end(values[0], halves[0])?, end(values[1], halves[1])?])
}

/// "240 stores": a bare number that counts the things named behind it.
fn counted(source: &Source, quantity: &Quantity) -> Option<Quantity> {
    if quantity.unit.is_some() || quantity.kind != Kind::Number {
        return None;
    }
    let behind = source.text()[quantity.span.end as usize..].strip_prefix(' ')?;
    let word = &behind[..behind.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(behind.len())];
    let plural = word.len() >= 4 && word.ends_with('s') && !word.ends_with("ss") && !NO_THINGS.contains(&word);
    let unit = Unit::from_code(&format!("{{{word}}}")).filter(|_| plural)?;
    Some(Quantity { unit: Some(unit), ..quantity.clone() })
}

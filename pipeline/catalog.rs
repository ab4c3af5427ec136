//! Every code of every stage, for `crossfoot explain` and the documents.

use crate::finding::{self, Code};
use crate::{contract, ingest, normalize, parse, plan, recipe, reconcile, run, validate, verify, workspace};

/// All codes, by name.
pub fn codes() -> Vec<&'static Code> {
    let lists: [&[&'static Code]; 14] = [
        workspace::CODES,
        contract::CODES,
        contract::gate::CODES,
        recipe::CODES,
        plan::CODES,
        ingest::CODES,
        parse::CODES,
        normalize::CODES,
        normalize::quantity::CODES,
        validate::CODES,
        reconcile::CODES,
        finding::waiver::CODES,
        run::CODES,
        verify::CODES,
    ];
    let mut codes: Vec<_> = lists.into_iter().flatten().copied().collect();
    codes.sort_by_key(|code| code.name);
    codes.dedup_by(|a, b| std::ptr::eq(*a, *b));
    codes
}

/// The page of a code, as Markdown.
pub fn page(code: &Code) -> String {
    format!(
        "# {}\n\nSeverity: {}\n\n{}\n\nWhy: {}\n\nExample:\n\n    {}\n\nWhat to do: {}\n",
        code.name,
        code.severity,
        code.what,
        code.why,
        code.example.trim_end().replace('\n', "\n    "),
        code.action
    )
}

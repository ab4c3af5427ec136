//! Any bytes go in as one or two contracts; compiling, comparing and planning may find faults but never panic.

#![no_main]

use crossfoot::contract::{SchemaFile, compile, gate};
use crossfoot::finding::Findings;
use crossfoot::validate::Validator;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    // A NUL, which no JSON has, parts the old contract from the new one.
    let mut texts = text.splitn(2, '\0');
    let file = |text: &str| SchemaFile { file: "schemas/x.schema.json".into(), text: text.into() };
    let old = file(texts.next().unwrap_or_default());
    let new = texts.next().map(file);
    let mut findings = Findings::new();
    let before = compile(&[old], &mut findings);
    for contract in &before {
        let _ = Validator::new(contract, &mut findings);
        let again = compile(&[file(&contract.bundled.to_string())], &mut findings);
        assert!(again.is_empty() || again[0].columns.len() == contract.columns.len());
    }
    let now = new.map(|new| compile(&[new], &mut findings)).unwrap_or_default();
    for change in gate::compare(&before, &now) {
        assert!(!change.message.is_empty());
    }
    for label in findings.iter().flat_map(|finding| &finding.labels) {
        assert!(label.span.start <= label.span.end);
    }
});

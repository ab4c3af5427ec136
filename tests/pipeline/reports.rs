//! Every report of raw/, stage by stage, as snapshots: a new report is picked up without a line here.

use std::fmt::Write;
use std::fs;

use arrow::util::display::{ArrayFormatter, FormatOptions};
use crossfoot::run::Stage;

use super::support::{Bench, repository};

/// The reports of raw/.
fn reports() -> Vec<String> {
    let entries = fs::read_dir(repository().join("raw")).expect("raw/ can be read");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert!(!names.is_empty());
    names
}

/// A workspace with this report alone.
fn alone(report: &str) -> Bench {
    let bench = Bench::copy();
    for other in reports().iter().filter(|other| *other != report) {
        fs::remove_dir_all(bench.path(&format!("raw/{other}"))).expect("a folder can be removed");
    }
    bench
}

fn snapshot(name: String, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("../snapshots/reports");
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn tables_of_each_report() {
    for report in reports() {
        let outcome = alone(&report).outcome(Stage::Parse);
        for (source, parsed) in &outcome.parsed {
            let mut text = String::new();
            // The outline is as long as the report's table of contents and stands in its dataset's snapshot.
            for table in parsed.tables.iter().filter(|table| table.rows.len() <= 25) {
                writeln!(text, "{} group {}: {}", table.name, table.group, table.columns.join(" | ")).expect("written");
                for row in &table.rows {
                    let cells: Vec<_> = row.cells.iter().map(|cell| match cell {
                        None => "-".to_owned(),
                        Some(cell) => {
                            let pieces: Vec<_> = cell.spans.iter().map(|span| source.slice(*span)).collect();
                            pieces.join("⏎")
                        }
                    });
                    writeln!(text, "  {}", cells.collect::<Vec<_>>().join(" | ")).expect("written");
                }
            }
            let name = source.name().rsplit('/').next().unwrap_or_default();
            snapshot(format!("{report}@parse@{name}"), &text);
        }
    }
}

#[test]
fn rows_of_each_dataset() {
    for report in reports() {
        let outcome = alone(&report).outcome(Stage::Validate);
        for dataset in outcome.datasets.iter().filter(|dataset| *dataset.name != *"quantity") {
            let mut text = String::new();
            let options = FormatOptions::default().with_null("null");
            let columns: Vec<_> = dataset.columns.iter().enumerate().skip(2).filter(|(_, c)| c.published).collect();
            for (at, column) in &columns {
                let unit = column.unit.as_ref().map(|unit| format!(" [{unit}]")).unwrap_or_default();
                writeln!(text, "{}: {}{unit}", column.name, dataset.batch.column(*at).data_type()).expect("written");
            }
            text.push('\n');
            for row in 0..dataset.rows() {
                let cells: Vec<_> = columns
                    .iter()
                    .map(|(at, _)| {
                        let array = dataset.batch.column(*at);
                        let format = ArrayFormatter::try_new(array.as_ref(), &options).expect("a column can be shown");
                        format.value(row).to_string()
                    })
                    .collect();
                writeln!(text, "{}", cells.join(" | ")).expect("written");
            }
            snapshot(format!("{report}@rows@{}", dataset.name), &text);
        }
    }
}

#[test]
fn verdicts_and_findings_of_each_report() {
    for report in reports() {
        let outcome = alone(&report).outcome(Stage::Reconcile);
        let mut text = String::new();
        for check in &outcome.checks {
            writeln!(text, "{:12} {}: {}", check.verdict, check.name, check.detail).expect("written");
        }
        snapshot(format!("{report}@verdicts"), &text);
        let mut text = String::new();
        for finding in &outcome.findings {
            let waived = if finding.waived.is_some() { " (waived)" } else { "" };
            writeln!(text, "{}[{}]{waived}: {}", finding.severity, finding.code, finding.message).expect("written");
            for label in finding.labels.iter().take(6) {
                let printed = outcome.texts.get(&label.file).map(|source| source.slice(label.span)).unwrap_or_default();
                let short: String = printed.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
                writeln!(text, "    {}: {short}", label.text).expect("written");
            }
        }
        snapshot(format!("{report}@findings"), &text);
        assert!(outcome.findings.worst().is_none_or(|worst| worst < crossfoot::finding::Severity::Error), "{text}");
    }
}

#[test]
fn every_line_of_each_report_is_accounted_for() {
    for report in reports() {
        let bench = alone(&report);
        bench.run(&["ledger", "--unaccounted"]).says(0, &[]);
    }
}

//! datapackage.json: what went in and what came out, with hashes. Source: Data Package v2, sections Data Package and
//! Data Resource.

use serde_json::{Value, json};

use super::{File, Publication, sha256};

/// The manifest of `files`. It holds no time and no path of a machine: the same input gives the same bytes.
pub(super) fn manifest(publication: &Publication<'_>, files: &[File]) -> File {
    let resources: Vec<_> = files.iter().map(|file| resource(file, publication)).collect();
    let reports: Vec<_> = publication
        .reports
        .iter()
        .map(|report| {
            let path = format!("raw/{}/recipe.toml", report.report);
            json!({
                "name": &*report.report,
                "title": report.title,
                "published": report.published,
                "recipe": {
                    "path": path, "hash": format!("sha256:{}", report.recipe_sha256), "bytes": report.recipe_bytes
                },
            })
        })
        .collect();
    let sources: Vec<_> = publication
        .sources
        .iter()
        .map(|source| {
            json!({
                "title": &**source.source.name(),
                "path": &**source.source.name(),
                "report": &*source.report,
                "hash": format!("sha256:{}", source.sha256),
                "bytes": source.bytes,
                "lines": source.source.lines().count(),
            })
        })
        .collect();
    let contracts: Vec<_> = publication
        .contracts
        .iter()
        .map(|contract| {
            let hash = format!("sha256:{}", sha256(contract.text.as_bytes()));
            json!({ "name": &*contract.name, "path": &*contract.file, "hash": hash, "schema": &*contract.bundled })
        })
        .collect();
    let checks: Vec<_> = publication
        .checks
        .iter()
        .map(|check| {
            json!({
                "report": &*check.report,
                "name": &*check.name,
                "that": check.text,
                "verdict": check.verdict,
                "detail": check.detail,
                "waived": check.waived,
            })
        })
        .collect();
    let count = |severity: &str| {
        let of = publication.findings.iter();
        of.filter(|finding| finding.severity.name() == severity && finding.waived.is_none()).count()
    };
    let waived = publication.findings.iter().filter(|finding| finding.waived.is_some()).count();
    let document = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "crossfoot",
        "created_by": concat!("crossfoot ", env!("CARGO_PKG_VERSION")),
        "resources": resources,
        "sources": sources,
        "reports": reports,
        "contracts": contracts,
        "checks": checks,
        "findings": {
            "error": count("error"),
            "warning": count("warning"),
            "note": count("note"),
            "waived": waived,
        },
    });
    let mut bytes = format!("{document:#}").into_bytes();
    bytes.push(b'\n');
    File::new("datapackage.json", "What went in and what came out", bytes)
}

fn resource(file: &File, publication: &Publication<'_>) -> Value {
    let stem = file.path.rsplit_once('.').map_or(&*file.path, |(stem, _)| stem);
    let name: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let mut resource = json!({
        "name": name.to_lowercase(),
        "path": file.path,
        "title": file.title,
        "bytes": file.bytes.len(),
        "hash": format!("sha256:{}", file.sha256),
    });
    if let Some(rows) = file.rows {
        resource["format"] = json!("parquet");
        resource["mediatype"] = json!("application/vnd.apache.parquet");
        resource["rows"] = json!(rows);
    }
    if let Some(fields) = &file.fields {
        let mut schema =
            json!({ "$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fields": fields });
        if let Some(contract) = publication.contracts.iter().find(|contract| *contract.name == *stem)
            && !contract.key.is_empty()
        {
            schema["primaryKey"] = json!(contract.key.iter().map(|key| &**key).collect::<Vec<_>>());
        }
        resource["schema"] = schema;
    }
    resource
}

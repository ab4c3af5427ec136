//! What is compiled once: contracts and recipes go in, a [`Plan`] with every name resolved comes out.

use std::collections::BTreeSet;
use std::path::{Component, Path};
use std::sync::Arc;

use crate::contract::{self, Contract};
use crate::finding::{Code, Finding, Findings, Severity, Waiver};
use crate::normalize::{self, NormalizePlan};
use crate::parse::ParsePlan;
use crate::recipe::{self, Recipe, RecipeFile};
use crate::reconcile::{self, Check, CheckText};
use crate::source::Span;
use crate::validate::Validator;
use crate::workspace::Workspace;

/// A text of a recipe lies outside the report's folder.
pub static PATH_OUTSIDE: Code = Code {
    name: "path-outside",
    severity: Severity::Error,
    what: "the texts of a recipe must lie in the report's folder",
    why: "a report must be complete in its folder; a path that leaves it may read anything on the machine",
    example: "texts = [\"../other/report.txt\"]",
    action: "copy the text into the folder of the recipe",
};

/// A text of a recipe does not exist.
pub static MISSING_TEXT: Code = Code {
    name: "missing-text",
    severity: Severity::Error,
    what: "every text that a recipe names must exist, and those that its entries name must be among its texts",
    why: "its data would be missing without a word",
    example: "texts = [\"reprot.txt\"]",
    action: "correct the name, put the text into the report's folder, or add it to `texts`",
};

/// Two things of a recipe have the same name.
pub static DUPLICATE_NAME: Code = Code {
    name: "duplicate-name",
    severity: Severity::Error,
    what: "checks and series of a recipe must have names of their own",
    why: "waivers and outputs tell them apart by name",
    example: "[[check]]\nname = \"total\"\n...\n[[check]]\nname = \"total\"",
    action: "rename one of them",
};

/// The codes that compiling a plan reports.
pub static CODES: &[&Code] = &[&PATH_OUTSIDE, &MISSING_TEXT, &DUPLICATE_NAME];

/// Recipes and contracts, compiled.
pub struct Plan {
    /// The contracts, in the order of their names.
    pub contracts: Vec<Contract>,
    /// One for each of `contracts`.
    pub validators: Vec<Option<Validator>>,
    /// The reports, in the order of their names.
    pub reports: Vec<ReportPlan>,
}

impl Plan {
    /// The same plan, which keeps at most `limit` findings of a dataset's rows.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Plan {
        let limited = |validator: Option<Validator>| validator.map(|validator| validator.with_limit(limit));
        Plan { validators: self.validators.into_iter().map(limited).collect(), ..self }
    }
}

/// One report's recipe, compiled.
pub struct ReportPlan {
    /// The recipe.
    pub recipe: RecipeFile,
    /// Its patterns.
    pub parse: ParsePlan,
    /// Its columns.
    pub normalize: NormalizePlan,
    /// Its checks, those of the contracts that it fills first.
    pub checks: Vec<Check>,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// The texts to read, by their names in the recipe.
    pub texts: Vec<TextPlan>,
}

/// One text to read.
#[derive(Clone, Debug)]
pub struct TextPlan {
    /// Its name in the recipe.
    pub name: String,
    /// The file, relative to the workspace.
    pub file: Arc<str>,
    /// Its bytes in the recipe.
    pub span: Span,
}

/// Contracts and their validators.
pub struct Contracts {
    contracts: Vec<Contract>,
    validators: Vec<Option<Validator>>,
    /// The names of those that are not sound.
    broken: Vec<String>,
}

/// Compiles the contracts of a workspace. Mistakes are findings; what is sound is compiled all the same.
pub fn contracts(workspace: &Workspace, findings: &mut Findings) -> Contracts {
    let mut schemas = workspace.schemas.clone();
    for built_in in normalize::built_in_contracts() {
        let own = schemas.iter().map(|schema| &schema.file).chain(&workspace.unread);
        if !own.into_iter().any(|file| *file == built_in.file) {
            schemas.push(built_in);
        }
    }
    let mut contracts = contract::compile(&schemas, findings);
    contracts.sort_by(|a, b| a.name.cmp(&b.name));
    let validators = contracts.iter().map(|contract| Validator::new(contract, findings)).collect();
    let files = schemas.iter().map(|schema| &schema.file).chain(&workspace.unread);
    let names = files.filter_map(|file| contract::dataset_of(file));
    let broken = names.filter(|name| !contracts.iter().any(|contract| *contract.name == **name)).map(str::to_owned);
    Contracts { broken: broken.collect(), contracts, validators }
}

/// Holds the recipes against the contracts that they name.
pub fn plan(contracts: Contracts, recipes: Vec<(RecipeFile, ParsePlan)>, findings: &mut Findings) -> Plan {
    let Contracts { contracts, validators, broken } = contracts;
    let reports = recipes.into_iter().map(|(recipe, parse)| {
        let normalize = normalize::compile(&recipe, &contracts, &broken, findings);
        let checks = checks(&recipe, &contracts, findings);
        let waivers = waivers(&recipe);
        let texts = texts(&recipe, findings);
        ReportPlan { recipe, parse, normalize, checks, waivers, texts }
    });
    let reports = reports.collect();
    Plan { contracts, validators, reports }
}

/// The contracts' checks of the datasets that the recipe fills, then the recipe's own.
fn checks(recipe: &RecipeFile, contracts: &[Contract], findings: &mut Findings) -> Vec<Check> {
    let filled: BTreeSet<&str> = recipe.recipe.dataset.iter().map(|dataset| dataset.name.as_str()).collect();
    let stated = (!recipe.recipe.figure.is_empty()).then_some(crate::model::STATED_FIGURE);
    let of_contracts = contracts
        .iter()
        .filter(|contract| filled.contains(&*contract.name) || stated == Some(&*contract.name))
        .flat_map(|contract| {
            contract.checks.iter().enumerate().map(|(at, (text, span))| CheckText {
                name: format!("{}/{}", contract.name, at + 1).into(),
                text: text.to_string(),
                file: contract.file.clone(),
                span: *span,
                quoted_in: Some(contract.text.clone()),
                home: Some(contract.name.clone()),
            })
        });
    let mut texts: Vec<_> = of_contracts.collect();
    let mut seen = std::collections::BTreeMap::new();
    for check in &recipe.recipe.check {
        if let Some(first) = seen.insert(check.name.value(), check.name.span()) {
            let message = format!("expected each check once, found \"{}\" twice", check.name.value());
            findings.push(Finding::new(&DUPLICATE_NAME, message).at(&recipe.file, check.name.span(), "again").at(
                &recipe.file,
                first,
                "first",
            ));
        }
        texts.push(CheckText {
            name: check.name.as_str().into(),
            text: check.that.value().clone(),
            file: recipe.file.clone(),
            span: check.that.span(),
            quoted_in: Some(recipe.text.clone()),
            home: None,
        });
    }
    texts.iter().filter_map(|text| reconcile::compile(text, findings)).collect()
}

fn waivers(recipe: &RecipeFile) -> Vec<Waiver> {
    let waiver = |spec: &recipe::WaiverSpec| Waiver {
        code: spec.code.value().clone(),
        about: spec.about.as_ref().map(|about| about.value().clone()),
        pins: spec.pins.clone(),
        reason: spec.reason.clone(),
        until: spec.until.as_ref().map(|until| until.value().clone()),
        file: recipe.file.clone(),
        span: spec.code.span(),
    };
    recipe.recipe.waiver.iter().map(waiver).collect()
}

fn texts(recipe: &RecipeFile, findings: &mut Findings) -> Vec<TextPlan> {
    let mut texts = Vec::new();
    for text in &recipe.recipe.report.texts {
        let inside = Path::new(text.as_str()).components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || text.contains('\\') || text.is_empty() {
            findings.push(
                Finding::new(
                    &PATH_OUTSIDE,
                    format!("expected a file in raw/{}/, found \"{}\"", recipe.report, text.value()),
                )
                .at(&recipe.file, text.span(), "this path"),
            );
            continue;
        }
        let file = format!("raw/{}/{}", recipe.report, text.value());
        texts.push(TextPlan { name: text.value().clone(), file: file.into(), span: text.span() });
    }
    unread(recipe, findings);
    texts
}

/// The texts that entries name but the report does not: nothing would be read of them.
fn unread(recipe: &RecipeFile, findings: &mut Findings) {
    let Recipe { report, dataset, series, figure, .. } = &recipe.recipe;
    let datasets = dataset.iter().map(|entry| &entry.text);
    let others = series.iter().map(|entry| &entry.text).chain(figure.iter().map(|entry| &entry.text));
    for text in datasets.chain(others).flatten() {
        if report.texts.iter().any(|known| known.value() == text.value()) {
            continue;
        }
        let known: Vec<String> = report.texts.iter().map(|text| format!("\"{}\"", text.value())).collect();
        let message = format!("expected one of the texts {}, found \"{}\"", known.join(", "), text.value());
        let finding = Finding::new(&MISSING_TEXT, message).at(&recipe.file, text.span(), "this text");
        findings.push(finding.help("correct the name, or add it to `texts` below [report]"));
    }
}

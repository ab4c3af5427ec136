//! The relations of the first report, on a drawing of its datasets.

use crate::drawing::{check, read, verdicts};

pub const REPORT: &str = r#"
# model_architecture
model         | parameters int{parameter} | layers int | hidden_size int | ffn_size int | attention_heads int | name_size number{parameter}
Pangu 2.6B    | 26亿   | 32 | 2560  | 10240 | 32  | 2.6B
                ^^^ note[weak-check]: model "Pangu 2.6B": the check holds, but an error of up to 398,417,600 {parameter} (15.3 % of the total) would not be seen; 3 cases are weak, this one most
Pangu 13B     | 131亿  | 40 | 5120  | 20480 | 40  | 13B
Pangu 200B    | 2070亿 | 64 | 16384 | 65536 | 128 | 200B
                ^^^^^ warning[loose-zeros]: model "Pangu 200B": name_size is 200,000,000,000 {parameter}, parameters is 207,000,000,000 {parameter}: they agree only if zeros at the end are not significant
                ^^^^^ warning[loose-zeros]: stated.pangu_parameters is 200,000,000,000 {parameter}, model_architecture.parameters where model = 'Pangu 200B' is 207,000,000,000 {parameter}: they agree only if zeros at the end are not significant
? each model_architecture: ffn_size == 4 * hidden_size
? each model_architecture: 12 * layers * hidden_size^2 ~ parameters within 10%
? each model_architecture: hidden_size mod attention_heads == 0
? each model_architecture: name_size == parameters

# corpus_composition
corpus             | size_gb GB
open data          | 27.9
encyclopaedias     | 22.0
books              | 299.0
Common Crawl       | 714.9
news               | 35.5
? sum(corpus_composition.size_gb) == 1.1 TB

# company_funding
company      | openness | amount_usd USD
OpenAI       | closed   | 140亿
Anthropic    | closed   | 76亿
Inflection   | closed   | 15.25亿
baichuan     | closed   | 5亿
                          ^^ error[total-mismatch]: parts sum to 350,000,000 USD, report prints 500,000,000 USD (difference 150,000,000 USD)
Mistral      | open     | 7.56亿
Hugging Face | open     | 3.96亿
? each company_funding by openness: amount_usd sorted desc

# funding_round
company  | round | amount_usd USD
百川智能 | A1    | 0.5亿
百川智能 | A2    | 3亿
? sum(funding_round.amount_usd where company = '百川智能') == company_funding.amount_usd where company = 'baichuan'

# sector_funding
sector   | amount_usd USD
LLM      | 269.26亿
images   | 142.1亿
platform | 93.06亿
rest     | 47.83亿
? sum(sector_funding.amount_usd) == 552.25 亿美元

# series.region_vendors
value int{vendor} | place
84                | a
151               | b
10                | c

# series.qwen_sizes
value int{parameter} | place
18亿                 | a
70亿                 | b
140亿                | c
720亿                | d

# stated_figure
figure                | value number | unit
vendors_total         | 254          | {vendor}
                        ^^^ error[total-mismatch]: parts sum to 245 {vendor}, report prints 254 {vendor} (difference 9 {vendor})
vendors_beijing       | 122          | {vendor}
beijing_general       | 37           | {vendor}
beijing_general_share | 30%          | %
                        ^^^ note[weak-check]: the check holds, but an error of up to 5.32786…% (17.8 % of the total) would not be seen
beijing_industry      | 85           | {vendor}
us_compute_share      | 45%          | %
china_compute_share   | 28%          | %
us_to_china_compute   | 1.6倍        | {times}
                        ^^^^ note[weak-check]: the check holds, but an error of up to 0.104545… {times} (6.5 % of the total) would not be seen
qwen_sizes_stated     | 7            | {size}
                        ^ error[count-mismatch]: count(series.qwen_sizes.value) is 4 {size}, stated.qwen_sizes_stated is 7 {size} (difference 3 {size})
pangu_parameters      | 2000亿       | {parameter}
? stated.beijing_general + stated.beijing_industry == stated.vendors_beijing
? stated.beijing_general / stated.vendors_beijing == stated.beijing_general_share
? stated.vendors_beijing / stated.vendors_total ~ 50% within 5%
                                                  ^^^ note[weak-check]: the check holds, but an error of up to 4.99350…% (10.0 % of the total) would not be seen
? stated.us_compute_share / stated.china_compute_share == stated.us_to_china_compute
? sum(series.region_vendors.value) == stated.vendors_total
? count(series.qwen_sizes.value) == stated.qwen_sizes_stated
? stated.pangu_parameters == model_architecture.parameters where model = 'Pangu 200B'
"#;

#[test]
fn declared_checks_of_the_first_report_are_drawn_under_it() {
    check(REPORT);
}

#[test]
fn declared_checks_of_the_first_report_give_their_verdicts() {
    let (verdicts, _) = verdicts(&read(REPORT));
    let found: Vec<&str> = verdicts.iter().map(|verdict| verdict.status.name()).collect();
    let expected = [
        // The architecture, each of three models.
        "exact",
        "consistent",
        "exact",
        "consistent",
        // The corpus, the order of the bars, the rounds against the bar, the sectors.
        "consistent",
        "exact",
        "inconsistent",
        "exact",
        // The vendors, the computing power, the map, the sizes, the parameters in prose.
        "exact",
        "consistent",
        "consistent",
        "consistent",
        "inconsistent",
        "inconsistent",
        "consistent",
    ];
    assert_eq!(found, expected);
}

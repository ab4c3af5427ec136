//! The relations of the first report, on a drawing of its datasets.

use crate::drawing::{check, read, verdicts};

const REPORT: &str = r#"
# model_architecture
model         | parameters int{parameter} | layers int | hidden_size int | ffn_size int | attention_heads int | name_size number{parameter}
盘古 2.6B  | 26亿   | 32 | 2560  | 10240 | 32  | 2.6B
盘古 13B   | 131亿  | 40 | 5120  | 20480 | 40  | 13B
盘古 200B  | 2070亿 | 64 | 16384 | 65536 | 128 | 200B
? each model_architecture: ffn_size == 4 * hidden_size
? each model_architecture: 12 * layers * hidden_size^2 ~ parameters within 10%
? each model_architecture: hidden_size mod attention_heads == 0
? each model_architecture: name_size == parameters

# corpus_composition
corpus | size_gb GB
开放数据集 | 27.9
百科数据 | 22.0
电子书籍 | 299.0
Common Crawl | 714.9
新闻数据 | 35.5
? sum(corpus_composition.size_gb) == 1.1 TB

# company_funding
company | openness | amount_usd USD
OpenAI  | closed | 140亿
Anthropic | closed | 76亿
Inflection | closed | 15.25亿
baichuan | closed | 5亿
Mistral | open | 7.56亿
Hugging Face | open | 3.96亿
? each company_funding by openness: amount_usd sorted desc

# funding_round
company | round | amount_usd USD
百川智能 | A1 | 3亿
百川智能 | A2 | 0.5亿
? sum(funding_round.amount_usd where company = '百川智能') == company_funding.amount_usd where company = 'baichuan'

# sector_funding
sector | amount_usd USD
LLM | 269.26亿
images | 142.1亿
platform | 93.06亿
rest | 47.83亿
? sum(sector_funding.amount_usd) == 552.25 亿美元

# series.region_vendors
value int{vendor}
|
"#;

#[test]
fn declared_checks_of_the_first_report_give_their_verdicts() {
    let text = REPORT.replace("value int{vendor}\n|\n", "value int{vendor} | place\n84 | a\n151 | b\n10 | c\n")
        + r#"
# series.qwen_sizes
value int{parameter} | place
18亿 | a
70亿 | b
140亿 | c
720亿 | d

# stated_figure
figure | value number | unit
vendors_total | 254 | {vendor}
vendors_beijing | 122 | {vendor}
beijing_general | 37 | {vendor}
beijing_general_share | 30% | %
beijing_industry | 85 | {vendor}
us_compute_share | 45% | %
china_compute_share | 28% | %
us_to_china_compute | 1.6倍 | {times}
qwen_sizes_stated | 7 | {size}
pangu_parameters | 2000亿 | {parameter}
? stated.beijing_general + stated.beijing_industry == stated.vendors_beijing
? stated.beijing_general / stated.vendors_beijing == stated.beijing_general_share
? stated.vendors_beijing / stated.vendors_total ~ 50% within 5%
? stated.us_compute_share / stated.china_compute_share == stated.us_to_china_compute
? sum(series.region_vendors.value) == stated.vendors_total
? count(series.qwen_sizes.value) == stated.qwen_sizes_stated
? stated.pangu_parameters == model_architecture.parameters where model = '盘古 200B'
"#;
    let (verdicts, findings) = verdicts(&read(&text));
    let mut shown: Vec<String> = verdicts.iter().map(|v| format!("{}: {}", v.name, v.status.name())).collect();
    shown.extend(findings.iter().map(|f| format!("{}: {} {}", f.code, f.message, f.help.clone().unwrap_or_default())));
    println!("{}", shown.join("\n"));
    check(&text);
}

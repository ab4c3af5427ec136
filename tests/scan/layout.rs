//! What typesetters do to tables: each test one of it.

use super::check;

#[test]
fn empty_cells_do_not_shift_their_row() {
    check(
        "
Table 1. Grants

Region                2021      2022      2023
North                  120                 140
South                            210       220
East                   310       320
West                   410       420       430
",
        "
Region | 2021 | 2022 | 2023
North | 120 |  | 140
South |  | 210 | 220
East | 310 | 320 |
West | 410 | 420 | 430
",
    );
}

#[test]
fn columns_one_space_apart() {
    check(
        "
Year      Burglary  Theft  Arson
2005        37,800 11,890  1,219
2006        35,124  9,811  1,086
2007        33,010  8,744    915
Total      105,934 30,445  3,220
",
        "
Year | Burglary | Theft | Arson
2005 | 37,800 | 11,890 | 1,219
2006 | 35,124 | 9,811 | 1,086
2007 | 33,010 | 8,744 | 915
Total | 105,934 | 30,445 | 3,220
",
    );
}

#[test]
fn headings_over_columns_and_names_in_two_lines() {
    check(
        "
                           2021                    2022
                     Number    Share of      Number    Share of
Region              of firms      total     of firms      total
North                  1,200       40.0        1,300       41.3
South                  1,800       60.0        1,850       58.7
Total                  3,000      100.0        3,150      100.0
",
        "
Region | 2021 | < | 2022 | <
^ | Number of firms | Share of total | Number of firms | Share of total
North | 1,200 | 40.0 | 1,300 | 41.3
South | 1,800 | 60.0 | 1,850 | 58.7
Total | 3,000 | 100.0 | 3,150 | 100.0
",
    );
}

#[test]
fn labels_wrapped_around_their_numbers() {
    check(
        "
Measure                                    2021      2022      2023
Between-state income inequality (Gini
                                          0.062     0.063     0.064
index)
Median income                              41.0      42.5      43.1
",
        "
Measure | 2021 | 2022 | 2023
Between-state income inequality (Gini index) | 0.062 | 0.063 | 0.064
Median income | 41.0 | 42.5 | 43.1
",
    );
}

#[test]
fn captions_notes_and_prose_are_no_rows() {
    check(
        "
The following table shows what was spent in each of the years, as far as it is known at this time.

Table 4. Spending
(In millions)
Item                 2021       2022
Roads                12.5       13.0
Schools               8.1        9.9
Hospitals             7.7        7.9
* Without the costs of planning, which were not known when this was written.
Source: own calculation.

Spending went up in each of the years, and it is expected that it will go on to do so in the next years.
",
        "
Item | 2021 | 2022
Roads | 12.5 | 13.0
Schools | 8.1 | 9.9
Hospitals | 7.7 | 7.9
",
    );
}

#[test]
fn table_beside_prose() {
    check(
        "
Fees have risen in most of the districts since      District      2021     2022
the last report was published, and they are now     North          12       14
higher than in any year before. The committee       South          15       16
has asked for an explanation, which the office      East           11       13
promised to give before the summer. Until then      West           18       19
no further increase will be made, except where      Centre         21       22
contracts that were signed before call for it.
",
        "
District | 2021 | 2022
North | 12 | 14
South | 15 | 16
East | 11 | 13
West | 18 | 19
Centre | 21 | 22
",
    );
}

#[test]
fn a_heading_in_the_prose_beside_a_table_is_no_cell() {
    check(
        "
District      2021     2022      Fees have risen in most of the districts since
North          12       14       the last report was published, and they are now
South          15       16       higher than in any year before. The committee
East           11       13       has asked for an explanation, which the office
West           18       19       promised to give before the summer. Until then
Centre         21       22       no further increase will be made, except where
Harbour        23       25       contracts that were signed before call for it.
Airport        26       28
Old town       31       32                            Sources
Hill           33       35       1. Office of Roads. Fees of the districts. Annual
Valley         36       37            Series 12, Part 3.
Lake           38       41       2. Board of Ports. Dues and fees. Harbour Press,
",
        "
District | 2021 | 2022
North | 12 | 14
South | 15 | 16
East | 11 | 13
West | 18 | 19
Centre | 21 | 22
Harbour | 23 | 25
Airport | 26 | 28
Old town | 31 | 32
Hill | 33 | 35
Valley | 36 | 37
Lake | 38 | 41
",
    );
}

#[test]
fn headings_over_names_that_come_again_and_again() {
    check(
        "
Region         Northern hills             Southern valley         Eastern coast         Islands            Whole
                  Boys        Girls          Boys         Girls      Boys      Girls     Boys       Girls    country
Under 1        1,087,948 1,022,490            292,652     255,744   188,980     150,760   165,949     185,667    3,350,190
1-2            2,586,688 2,568,738            647,701     639,327   409,038     392,640   446,166     312,164    8,002,462
3-5            3,867,692 3,576,723            935,862     938,510   563,286     563,183   581,558     628,177 11,654,991
6-11           7,808,033 7,401,349          1,770,525 1,732,954     998,192     999,217   972,969     843,937 22,527,176
12-19          9,795,497 9,208,607          2,191,327 2,218,406 1,180,160 1,173,272 1,249,752 1,364,492 28,381,513
",
        "
Region | Northern hills | < | Southern valley | < | Eastern coast | < | Islands | < | Whole country
^ | Boys | Girls | Boys | Girls | Boys | Girls | Boys | Girls | ^
Under 1 | 1,087,948 | 1,022,490 | 292,652 | 255,744 | 188,980 | 150,760 | 165,949 | 185,667 | 3,350,190
1-2 | 2,586,688 | 2,568,738 | 647,701 | 639,327 | 409,038 | 392,640 | 446,166 | 312,164 | 8,002,462
3-5 | 3,867,692 | 3,576,723 | 935,862 | 938,510 | 563,286 | 563,183 | 581,558 | 628,177 | 11,654,991
6-11 | 7,808,033 | 7,401,349 | 1,770,525 | 1,732,954 | 998,192 | 999,217 | 972,969 | 843,937 | 22,527,176
12-19 | 9,795,497 | 9,208,607 | 2,191,327 | 2,218,406 | 1,180,160 | 1,173,272 | 1,249,752 | 1,364,492 | 28,381,513
",
    );
}

#[test]
fn the_same_words_again_and_again_head_no_groups() {
    check(
        "
                       Margin of              Margin of
Region      Estimate     error     Estimate     error
North         12.5        0.3        13.1        0.4
South         10.1        0.2         9.8        0.3
East          11.7        0.5        12.2        0.2
",
        "
Region | Estimate | Margin of error | Estimate | Margin of error
North | 12.5 | 0.3 | 13.1 | 0.4
South | 10.1 | 0.2 | 9.8 | 0.3
East | 11.7 | 0.5 | 12.2 | 0.2
",
    );
    check(
        "
            Standard             Standard             Standard
Region        rate      Cases      rate      Cases      rate      Cases
North         12.5        3        13.1        4        12.5        3
South         10.1        2         9.8        3        10.1        2
",
        "
Region | Standard rate | Cases | Standard rate | Cases | Standard rate | Cases
North | 12.5 | 3 | 13.1 | 4 | 12.5 | 3
South | 10.1 | 2 | 9.8 | 3 | 10.1 | 2
",
    );
    check(
        "
              2020                  2021
Region        rate      Cases      rate      Cases
North         12.5        3        13.1        4
South         10.1        2         9.8        3
",
        "
Region | 2020 | < | 2021 | <
^ | rate | Cases | rate | Cases
North | 12.5 | 3 | 13.1 | 4
South | 10.1 | 2 | 9.8 | 3
",
    );
}

#[test]
fn signs_and_marks_belong_to_their_numbers() {
    check(
        "
                        2022            2023
Revenue            $   1,234       $   1,456
Costs                   (987)         (1,020)
Margin                   20 %            30 %
Staff                 10 (1)           12 (2)
",
        "
 | 2022 | 2023
Revenue | $   1,234 | $   1,456
Costs | (987) | (1,020)
Margin | 20 % | 30 %
Staff | 10 (1) | 12 (2)
",
    );
}

#[test]
fn thousands_parted_by_blanks() {
    check(
        "
Pays              2021           2022
France          12 345         13 456
Belgique         1 234          2 345
Suisse             987          1 020
",
        "
Pays | 2021 | 2022
France | 12 345 | 13 456
Belgique | 1 234 | 2 345
Suisse | 987 | 1 020
",
    );
}

#[test]
fn dot_leaders_are_kept_in_the_grid() {
    check(
        "
Item                          2021     2022
Bread . . . . . . . . . .      120      130
Milk  . . . . . . . . . .       80       85
Eggs . . . . . . . . . . .      40       44
",
        "
Item | 2021 | 2022
Bread . . . . . . . . . . | 120 | 130
Milk . . . . . . . . . . | 80 | 85
Eggs . . . . . . . . . . . | 40 | 44
",
    );
}

#[test]
fn table_of_text() {
    check(
        "
Table 2. Terms

Term              Meaning                        Source
Low income        Less than half of the          Statute
                  median income
Middle income     At least half of the           Statute
                  median income
High income       Twice the median income        Guideline
",
        "
Term | Meaning | Source
Low income | Less than half of the median income | Statute
Middle income | At least half of the median income | Statute
High income | Twice the median income | Guideline
",
    );
}

#[test]
fn tables_side_by_side() {
    check(
        "
Table 1. Births                      Table 2. Deaths

Year       Boys      Girls           Year       Men      Women
2021        120        118           2021        90         88
2022        125        121           2022        92         91
2023        130        128           2023        95         93
",
        "
Year | Boys | Girls
2021 | 120 | 118
2022 | 125 | 121
2023 | 130 | 128

Year | Men | Women
2021 | 90 | 88
2022 | 92 | 91
2023 | 95 | 93
",
    );
}

#[test]
fn markdown_with_an_empty_cell() {
    check(
        "
| Name  | Size | Note |
|-------|-----:|------|
| alpha |   12 |      |
| beta  |    7 | new  |
",
        "
Name | Size | Note
alpha | 12 |
beta | 7 | new
",
    );
}

#[test]
fn signs_of_money_one_space_behind_the_number_before() {
    check(
        "
Table 6. Statements of income

                               2013       2012        2011
Net sales                $      (295) $     852 $    4,660
Cost of goods sold             (841)      (180)      4,739
Operating income               6,944      2,331      (575)
Net income               $   (1,380) $   4,174 $     4,806
",
        "
 | 2013 | 2012 | 2011
Net sales | $      (295) | $     852 | $    4,660
Cost of goods sold | (841) | (180) | 4,739
Operating income | 6,944 | 2,331 | (575)
Net income | $   (1,380) | $   4,174 | $     4,806
",
    );
}

#[test]
fn a_single_row_below_a_caption_and_names() {
    check(
        "
Table 5. Applications in 2012

Received       Granted     Refused     Pending
6,636           35,896      27,948         680

The number of applications has gone up again, as it did in each of the years since the programme was begun.
",
        "
Received | Granted | Refused | Pending
6,636 | 35,896 | 27,948 | 680
",
    );
}

#[test]
fn marks_in_cells_are_values() {
    check(
        "
Table 5. Practices in place

Agency            Plan     Report    Audit
Agriculture         X         X         X
Commerce            —         —         X
Defense             X         X         —
Education           —         X         X
",
        "
Agency | Plan | Report | Audit
Agriculture | X | X | X
Commerce | — | — | X
Defense | X | X | —
Education | — | X | X
",
    );
}

#[test]
fn a_number_one_space_behind_the_longest_label() {
    check(
        "
Table 1. Outcomes at 12 months

Outcome                              Treated      Control
Death from any cause                 44 (4.1)     10 (29.7)
Stroke                               38 (34.4)    27 (2.8)
Hospital readmission within 30 days  33 (34.2)    41 (36.8)
Hospital readmission within 365 days 49 (46.8)    37 (41.8)
",
        "
Outcome | Treated | Control
Death from any cause | 44 (4.1) | 10 (29.7)
Stroke | 38 (34.4) | 27 (2.8)
Hospital readmission within 30 days | 33 (34.2) | 41 (36.8)
Hospital readmission within 365 days | 49 (46.8) | 37 (41.8)
",
    );
}

#[test]
fn labels_directly_below_a_paragraph_are_no_part_of_it() {
    check(
        "
The department estimates that more training would be needed for teachers in grades 4 to 8, although the
differences were not large. The programme assumes that exports of machinery recovered more quickly than
imports. The state concluded that prices of natural gas at the hub were higher than in any other year since
records began, mainly because of changes in the way in which claims are recorded. The working group
confirmed that most of the additional funds went to the maintenance of bridges and tunnels, while the
results for smaller areas should be read with caution by all who use
them.
          Geography           Population            Degree          Pensions
  North Carolina             191,038            25.1             8.4
  Ohio                     7,988,498            16.6            12.1
  District of Columbia     3,094,208            34.2            10.0
  Louisiana                3,515,873            33.6            18.5
  Kansas                   5,582,075            21.7            18.1
Source: American Community Survey.
",
        "
Geography | Population | Degree | Pensions
North Carolina | 191,038 | 25.1 | 8.4
Ohio | 7,988,498 | 16.6 | 12.1
District of Columbia | 3,094,208 | 34.2 | 10.0
Louisiana | 3,515,873 | 33.6 | 18.5
Kansas | 5,582,075 | 21.7 | 18.1
",
    );
}

#[test]
fn numbers_one_space_in_front_of_words() {
    check(
        "
Table 5. Parametric values

Parameter                 Unit               Limit value   Method
Nitrate                   mg/l                        50 EN ISO 13395
Lead                      ug/l                        10 EN ISO 17294-2
Escherichia coli          number/100 ml                0 ISO 9308-1
Trihalomethanes           ug/l                       100 EN ISO 10301
Conductivity              uS/cm at 20 C            2 500 EN 27888
",
        "
Parameter | Unit | Limit value | Method
Nitrate | mg/l | 50 | EN ISO 13395
Lead | ug/l | 10 | EN ISO 17294-2
Escherichia coli | number/100 ml | 0 | ISO 9308-1
Trihalomethanes | ug/l | 100 | EN ISO 10301
Conductivity | uS/cm at 20 C | 2 500 | EN 27888
",
    );
}

#[test]
fn numbers_in_front_of_what_they_count_are_no_column() {
    check(
        "
Table 5. Technical data

Model            Weight       Delivery     Office
Alpha          1,240 kg       4 weeks      450 Broadway
Beta             395 kg       6 weeks      100 Main Street
Gamma         12,510 kg       8 weeks      200 Oak Street
",
        "
Model | Weight | Delivery | Office
Alpha | 1,240 kg | 4 weeks | 450 Broadway
Beta | 395 kg | 6 weeks | 100 Main Street
Gamma | 12,510 kg | 8 weeks | 200 Oak Street
",
    );
}

#[test]
fn bracketed_numbers_one_space_behind_others_are_negative() {
    check(
        "
Table 5. Trade balance

                            2010     2011     2012
Agricultural products     98,089 72,905 (6,351)
Fuels and mining products 81,268 (1,723) (7,747)
Manufactures             (5,448)   7,668   61,955
Services                   9,101    (373)   (4,669)
",
        "
 | 2010 | 2011 | 2012
Agricultural products | 98,089 | 72,905 | (6,351)
Fuels and mining products | 81,268 | (1,723) | (7,747)
Manufactures | (5,448) | 7,668 | 61,955
Services | 9,101 | (373) | (4,669)
",
    );
}

#[test]
fn a_cell_one_space_behind_its_neighbour_where_only_it_is_missing() {
    check(
        "
Table 5. Species

Common name           Scientific name            Status  Sites    Individuals
Piping plover         Charadrius melodus         E       14       8,096
Roseate tern          Sterna dougallii           E       19       4,196
Bog turtle            Glyptemys muhlenbergii SC          22       2,284
Indiana bat           Myotis sodalis             T       17       8,348
Shortnose sturgeon Acipenser brevirostrum        T       23       7,213
",
        "
Common name | Scientific name | Status | Sites | Individuals
Piping plover | Charadrius melodus | E | 14 | 8,096
Roseate tern | Sterna dougallii | E | 19 | 4,196
Bog turtle | Glyptemys muhlenbergii | SC | 22 | 2,284
Indiana bat | Myotis sodalis | T | 17 | 8,348
Shortnose sturgeon | Acipenser brevirostrum | T | 23 | 7,213
",
    );
}

#[test]
fn a_long_label_above_its_numbers_ends_no_table() {
    check(
        "
Table 7. Progress

Indicator                                                            Baseline   Target
Number of health facilities with at least one trained provider of
                                                                          226      453
emergency obstetric care
Maternal deaths per 100,000 live births                                   961      503
Births attended by skilled health personnel                              13.8     88.1
",
        "
Indicator | Baseline | Target
Number of health facilities with at least one trained provider of emergency obstetric care | 226 | 453
Maternal deaths per 100,000 live births | 961 | 503
Births attended by skilled health personnel | 13.8 | 88.1
",
    );
}

#[test]
fn check_marks_are_values() {
    check(
        "
Table 5. Practices in place

Agency                Plan         Report        Audit
Agriculture             ✓                          ✓
Commerce                ✓            ✓             ✓
Defense                              ✓
Education               ✓                          ✓
",
        "
Agency | Plan | Report | Audit
Agriculture | ✓ |  | ✓
Commerce | ✓ | ✓ | ✓
Defense |  | ✓ |
Education | ✓ |  | ✓
",
    );
}

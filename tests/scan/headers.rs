//! The names of columns, and what stands above them.

use super::check;

#[test]
fn names_one_space_apart_leave_no_column_of_numbers_without_one() {
    check(
        "
Table 6. Mandatory spending

Program                                    Budget authority Outlays
Social Security                                   620.5          17.3
Medicare                                          854.5         495.7
Supplemental Nutrition Assistance Program         471.9         332.6
Federal civilian retirement                       872.6         118.9
",
        "
Program | Budget authority | Outlays
Social Security | 620.5 | 17.3
Medicare | 854.5 | 495.7
Supplemental Nutrition Assistance Program | 471.9 | 332.6
Federal civilian retirement | 872.6 | 118.9
",
    );
}

#[test]
fn names_are_not_cut_inside_brackets() {
    check(
        "
Table 1. Outcomes at 12 months

Outcome                    Treated (n = 124) Control (n = 119) Odds ratio (95% CI)    P value
Death from any cause       44 (4.1)          10 (29.7)         0.78 (0.53-4.34)         0.798
Myocardial infarction      22 (6.6)          12 (5.4)          2.80 (0.91-3.14)         0.067
Stroke                     38 (34.4)         27 (2.8)          0.81 (1.00-4.28)         0.274
",
        "
Outcome | Treated (n = 124) | Control (n = 119) | Odds ratio (95% CI) | P value
Death from any cause | 44 (4.1) | 10 (29.7) | 0.78 (0.53-4.34) | 0.798
Myocardial infarction | 22 (6.6) | 12 (5.4) | 2.80 (0.91-3.14) | 0.067
Stroke | 38 (34.4) | 27 (2.8) | 0.81 (1.00-4.28) | 0.274
",
    );
}

#[test]
fn a_scale_in_brackets_is_no_number() {
    check(
        "
Table 5. Employment and payroll

                            2009                                2010
                                      Share     Payroll                    Share     Payroll
  Industry                  Employees (%)       ($1,000)        Employees (%)        ($1,000)
  Mining                       46,055     27.9           62,947    94,019      28.1           69,774
  Utilities                     4,364     14.2           55,617    57,090      15.2           70,239
  Construction                 32,710       2.9           9,592    60,534      18.3           46,985
  Manufacturing                43,380     24.0           29,451    68,006      27.8           26,985
",
        "
Industry | 2009 | < | < | 2010 | < | <
^ | Employees | Share (%) | Payroll ($1,000) | Employees | Share (%) | Payroll ($1,000)
Mining | 46,055 | 27.9 | 62,947 | 94,019 | 28.1 | 69,774
Utilities | 4,364 | 14.2 | 55,617 | 57,090 | 15.2 | 70,239
Construction | 32,710 | 2.9 | 9,592 | 60,534 | 18.3 | 46,985
Manufacturing | 43,380 | 24.0 | 29,451 | 68,006 | 27.8 | 26,985
",
    );
}

#[test]
fn a_heading_of_fewer_lines_stands_beside_the_others() {
    check(
        "
Table 7. Educational attainment

                  Population 25 years      Bachelor's degree
                       and over                or higher           Graduate degree
Geography         Estimate   Margin        Estimate   Margin      Estimate   Margin
Ohio             4,460,791      980            25.0      0.6          11.4      0.1
Pennsylvania     2,264,210    6,800            17.1      1.0          18.4      0.6
Florida          5,389,880    1,479            20.0      0.6           6.7      0.2
",
        "
Geography | Population 25 years and over | < | Bachelor's degree or higher | < | Graduate degree | <
^ | Estimate | Margin | Estimate | Margin | Estimate | Margin
Ohio | 4,460,791 | 980 | 25.0 | 0.6 | 11.4 | 0.1
Pennsylvania | 2,264,210 | 6,800 | 17.1 | 1.0 | 18.4 | 0.6
Florida | 5,389,880 | 1,479 | 20.0 | 0.6 | 6.7 | 0.2
",
    );
}

#[test]
fn a_label_in_the_middle_of_the_table_heads_all_columns() {
    check(
        "
Table 5. Trade by product group

                                  2010        2011        2012
                           Exports
Agricultural products            7,620       3,709       3,319
Fuels and mining products        1,045       3,104       6,236
Manufactures                     7,118       3,190       7,564
                           Imports
Agricultural products            6,992       2,562         931
Fuels and mining products        2,215       1,047       2,236
Manufactures                     8,443       1,125       7,251
",
        "
 | 2010 | 2011 | 2012
Exports | < | < | <
Agricultural products | 7,620 | 3,709 | 3,319
Fuels and mining products | 1,045 | 3,104 | 6,236
Manufactures | 7,118 | 3,190 | 7,564
Imports | < | < | <
Agricultural products | 6,992 | 2,562 | 931
Fuels and mining products | 2,215 | 1,047 | 2,236
Manufactures | 8,443 | 1,125 | 7,251
",
    );
}

#[test]
fn the_last_line_of_a_paragraph_is_no_heading() {
    check(
        "
The agency expects that the share of renewable sources in gross final consumption increased although the
differences were not statistically significant.
Award number     Recipient                          City, State          Amount
EE-67329         Ohio State University              Columbus, OH       $921,194
EE-23364         Oregon Institute of Technology     Klamath, OR      $4,906,319
EE-76447         City of Boise                      Boise, ID        $1,796,274

The rest of the awards will be made in the next year, as soon as the funds have been approved by the board.
",
        "
Award number | Recipient | City, State | Amount
EE-67329 | Ohio State University | Columbus, OH | $921,194
EE-23364 | Oregon Institute of Technology | Klamath, OR | $4,906,319
EE-76447 | City of Boise | Boise, ID | $1,796,274
",
    );
}

#[test]
fn chinese_names_that_come_again_say_where_a_heading_belongs() {
    check(
        "
表5 主要产品产销情况
          2022年                             2023年
产品名称
          销量（万台）          收入（万元）            销量（万台）         收入（万元）
空调                  970            97,664            464            44,805
冰箱                  516            41,721            742            56,544
洗衣机                 212            78,010            834            78,889
合计                  234            68,038            877            46,857
",
        "
产品名称 | 2022年 | < | 2023年 | <
^ | 销量（万台） | 收入（万元） | 销量（万台） | 收入（万元）
空调 | 970 | 97,664 | 464 | 44,805
冰箱 | 516 | 41,721 | 742 | 56,544
洗衣机 | 212 | 78,010 | 834 | 78,889
合计 | 234 | 68,038 | 877 | 46,857
",
    );
}

#[test]
fn scales_and_units_below_the_names_belong_to_them() {
    check(
        "
Table 1. Sales by region

Region           Sales      Costs     Margin
                 (000)      (000)        (%)
North            1,200        800       33.3
South              900        700       22.2

Table 2. Sales by region

Region           2022       2023
                (000)      (000)
North            1,200        800
South              900        700

Table 3. Sales by region

Region           2022       2023
                ($000)     ($000)
North            1,200        800
South              900        700

Table 4. Sales by region

Region           2022       2023
                 £000       £000
North            1,200        800
South              900        700

Table 5. Sales by region

Region           Sales      Costs
                (US$)        ($)
North            1,200        800
South              900        700

表6 销售

地区             收入       成本
                (千元)     (千元)
北部             1,200        800
南部               900        700
",
        "
Region | Sales (000) | Costs (000) | Margin (%)
North | 1,200 | 800 | 33.3
South | 900 | 700 | 22.2

Region | 2022 (000) | 2023 (000)
North | 1,200 | 800
South | 900 | 700

Region | 2022 ($000) | 2023 ($000)
North | 1,200 | 800
South | 900 | 700

Region | 2022 £000 | 2023 £000
North | 1,200 | 800
South | 900 | 700

Region | Sales (US$) | Costs ($)
North | 1,200 | 800
South | 900 | 700

地区 | 收入 (千元) | 成本 (千元)
北部 | 1,200 | 800
南部 | 900 | 700
",
    );
}

#[test]
fn zeros_with_decimals_in_brackets_are_numbers() {
    check(
        "
Table 1. Tests of the model

Variable         Model 1    Model 2
Age              (0.000)     (.000)
Income           (0.012)    (0.000)
Rent             $0.00        (100)
",
        "
Variable | Model 1 | Model 2
Age | (0.000) | (.000)
Income | (0.012) | (0.000)
Rent | $0.00 | (100)
",
    );
}

//! Texts that hold no table: whatever stands in columns by chance is left alone.

use super::check;

#[test]
fn code() {
    check(
        r##"
use std::fmt;

/// A point.
struct Point {
    x:  f64,     // horizontal
    y:  f64,     // vertical
    id: u32,     // name
}

fn main() {
    let a   = 1;
    let bcd = 22;
    let ef  = 333;
    match a {
        1 => println!("one"),    // 1
        2 => println!("two"),    // 2
        _ => println!("many"),   // 3
    }
    for i in 0..10 {
        let x = i * 2;   let y = i * 3;
        let z = x + y;   let w = x - y;
    }
}

def f(x, y):
    return x + y

int main(void) {
	int  i = 0;		/* counter */
	char c = 'a';		/* letter  */
	long n = 10;		/* limit   */
	return 0;
}
"##,
        "",
    );
}

#[test]
fn poem() {
    check(
        r##"
The sea is calm tonight.
    The tide is full,   the moon lies fair
Upon the straits;   on the far coast the light
Gleams and is gone;
            the cliffs stand,
    glimmering and vast,    out in the quiet bay.

Come to the window,
        sweet is the night air!
Only,   from the long line of spray
    where the sea meets   the moon-blanched land,
Listen!     you hear the grating roar
"##,
        "",
    );
}

#[test]
fn logs() {
    check(
        r##"
2024-03-01 12:00:01  INFO   server     started on port 8080
2024-03-01 12:00:02  WARN   database   slow query: 1204 ms
2024-03-01 12:00:05  INFO   server     GET /index.html 200
2024-03-01 12:00:06  ERROR  database   connection lost after 30 s
2024-03-01 12:00:07  INFO   server     GET /about.html 404

Mar  1 12:00:01 host sshd[1123]: Accepted publickey for alice from 10.0.0.1 port 50022
Mar  1 12:00:03 host cron[1130]: (root) CMD (run-parts /etc/cron.hourly)
Mar  1 12:00:09 host kernel: [  12.345678] usb 1-1: new high-speed USB device number 5

127.0.0.1 - - [01/Mar/2024:12:00:01 +0000] "GET / HTTP/1.1" 200 5120 
127.0.0.1 - - [01/Mar/2024:12:00:02 +0000] "GET /a HTTP/1.1" 200 1024
127.0.0.1 - - [01/Mar/2024:12:00:03 +0000] "GET /b HTTP/1.1" 404 0
"##,
        "",
    );
}

#[test]
fn tables_of_contents() {
    check(
        r##"
Contents

Foreword ............................................................. iii
1  Introduction ........................................................ 1
   1.1  Purpose ........................................................ 2
   1.2  Scope .......................................................... 4
2  Methods ............................................................. 7
   2.1  Data ........................................................... 9
   2.2  Models ........................................................ 15
3  Results ............................................................ 22
Appendix A ............................................................ 40
Index ................................................................. 55

List of tables

Table 1.  Population by age . . . . . . . . . . . . . . . . . . . . 3
Table 2.  Income by region  . . . . . . . . . . . . . . . . . . . . 8
Table 3.  Housing units . . . . . . . . . . . . . . . . . . . . . . 12

Chapter                                                Page
Preface                                                   1
One: The beginning                                        5
Two: The middle                                          19
Three: The end                                           42
"##,
        "",
    );
}

#[test]
fn article_in_two_columns() {
    check(
        r##"
The committee met in the spring to consider      growth of the local economy. Members heard
the proposals that had been made by the          evidence from several witnesses who lived in
working group over the winter. It was agreed     the area and who spoke of the changes that
that the first of these should be adopted        they had seen over the past ten years. The
without change, and that the second should       chair thanked them for their time and said
be sent back for further study. Some members     that a summary would be published. A further
felt that more time was needed, while others     meeting will be held in the autumn, when the
thought that the delay had been too long.        final report is expected to be ready for the
                                                 public. Copies may be had from the clerk.
There was also some discussion of the budget
for the coming year, which has been cut by       Those who wish to comment may write to the
4 percent. The treasurer explained that the      office before the end of the month. Comments
reserves would cover the difference in 2024,     will be published unless the writer asks
but that new sources of income would have to     that they be kept private, in which case
be found before 2026 if the present level of     only a summary will be given to members of
service was to be kept up. No vote was taken.    the committee at their next meeting.
"##,
        "",
    );
}

#[test]
fn letters_lists_and_prose() {
    check(
        r##"
In 2006, the underlying cause of death for 425,425 persons was the same as in 1998.
Rates were 41.6 percent higher than before (176.5 versus 103.1 per 100,000), and the
total of 12, 15 and 19 cases in 1994, 1997 and 2003 was not exceeded in any year.

    Dear Sir,

        I write to you about the matter of the bill for 30 pounds, which was sent on
    12 March.  It was paid.  The receipt is enclosed.  Please confirm.  I have written
    twice before.  My number is 555 1234 and I am at home from 9 to 5 each day.

                                        Yours truly,

                                        A. Reader

1.  The first point is short.
2.  The second point is somewhat longer, and goes on for
    two lines.
3.  The third.

  • First bullet with some words in it
  • Second bullet with 12 apples
  • Third bullet

Name: John Smith
Address: 12 High Street
Telephone: 555 1234

(a)  the sum of all that is due;
(b)  the interest thereon; and
(c)  costs.

Signed:                                     Date:
Witness:                                    Date:
"##,
        "",
    );
}

#[test]
fn chinese_prose_contents_and_columns() {
    check(
        r##"
  2023年，全市实现地区生产总值43760.7亿元，按不变价格计算，比上年增长5.2%。其中，第一产业增加
值105.5亿元，下降4.6%；第二产业增加值6525.6亿元，增长0.4%；第三产业增加值37129.6亿元，增长6.1%。
三次产业构成为0.2：14.9：84.8。全市人均地区生产总值为20.0万元。

目　录

一、总体情况………………………………………………………………………1
二、农业………………………………………………………………………………3
三、工业和建筑业………………………………………………………………5
四、固定资产投资………………………………………………………………9

  人工智能的发展依赖于算力。算力需求持续增长，        数据质量同样重要。高质量的数据能够提升模型
带动了芯片和服务器产业的发展。各地积极建设智        的表现，降低训练成本。企业应当建立完善的数据
能计算中心，提供普惠的算力服务。与此同时，能        治理体系，保证数据来源合法、质量可靠、使用安
源消耗也引起关注，绿色低碳成为行业发展的重要        全。在此基础上，推动数据要素的流通和共享，促
方向。未来几年，算力基础设施将继续扩大规模，        进产业协同发展，形成良性循环，为经济增长提供
为产业升级提供支撑。                                新的动力和源泉。
"##,
        "",
    );
}

#[test]
fn timetable_of_a_play_and_verse_with_numbers() {
    check(
        r##"
ACT I

ANNA.    Who is there? I have told you three times today.
BORIS.   Only me. It is past 9, and the lamps are out.
ANNA.    Then come in, and close the door behind you.

         [They sit down. The clock strikes 10.]

ACT II

BORIS.   There were 12 of them at the gate, or 13.
ANNA.    You never could count. There were 20 at least.
"##,
        "",
    );
}

#[test]
fn references_and_footnotes() {
    check(
        r##"
References

1. Keller A, Ortiz B. The price of bread. J Econ 2019;12(3):1-16, 20.
2. Lindqvist C. On mills and millers. Oslo: North Press; 2001:45-67.
3. Ruiz M, Li W. Grain, 1990-2010. Rev Food 2012;5(1):101-119.

12 Based on the minutes of the meeting of 3 May 2006, pp. 4-9.
13 See also the letter of 12 May 2006, which gives 1,204 and not 1,240.
14 The figures for 2003 are 12, 15 and 19; those for 2004 are not known.
"##,
        "",
    );
}

#[test]
fn options_of_a_program_and_configuration() {
    check(
        r##"
usage: convert [options] FILE

  -v, --verbose        say what is done
  -q, --quiet          say nothing
  -n, --dry-run        change nothing
      --level=N        compress with level N

[server]
port    = 8080
host    = "localhost"
workers = 4
timeout = 30
"##,
        "",
    );
}

#[test]
fn article_in_three_columns() {
    check(
        r##"
The harbour was built when     carried grain from the south   year the number of ships
the river still came down      and timber from the north,     fell, until in 1931 only
to the old wall. Ships of      and for a time it was said     nine came in all summer.
all kinds lay there in the     that no other town on the      The office was closed and
summer, and in the winter      coast had so many masts in     its books were brought to
the ice held them fast. It     sight of the market. Then      the museum, where they can
was a rich town then. They     came the railway, and each     still be seen on request.
"##,
        "",
    );
}

#[test]
fn chinese_dialogue_and_list_of_contents_with_pages() {
    check(
        r##"
问：2023年贵公司研发投入是多少？
答：全年研发投入12.5亿元，比上年增长8.2%。
问：2024年有什么计划？
答：计划新增3个研发中心，招聘500人。

第一章  总则 ............................ 1
第二章  组织机构 ........................ 5
第三章  职责 ............................ 12
第四章  附则 ............................ 20
"##,
        "",
    );
}

#[test]
fn verse_that_counts() {
    check(
        "One for sorrow,    2 for joy,\nThree for a girl   4 for a boy,\nFive for silver,   6 for gold,\nSeven for secrets  8 never told.\n",
        "",
    );
    check(
        "In 1940 we marched    with 300 men\nIn 1941 we came       with 200 back\nIn 1942 we buried     the 100 dead\nIn 1943 we sang       of 12 again\n",
        "",
    );
}

#[test]
fn listing_of_a_folder() {
    check(
        "total 48\ndrwxr-xr-x  2 root root  4096 Mar  1 12:00 bin\n-rw-r--r--  1 root root   220 Mar  1 12:01 .bashrc\n-rw-r--r--  1 root root  3771 Mar  1 12:02 notes.txt\ndrwxr-xr-x 14 ann  staff  448 Jan 15  2023 src\n",
        "",
    );
}

#[test]
fn bars_with_nothing_between_them() {
    check("|||\n|||\n|||\n", "");
    check("| | |\n| | |\n|---|---|\n| | |\n", "");
}

#[test]
fn numbers_in_code() {
    check("a = [\n    1,   2,   3,\n    4,   5,   6,\n]\nx = foo(1,  2)\ny = bar(3,  4)\n", "");
    check("int a[] = { 1,  2,  3 };\n#define MAX   10\n#define MIN    1\n#define STEP   2\n", "");
}

#[test]
fn list_of_figures() {
    check(
        "List of Figures\nFigure 1    Births by year         3\nFigure 2    Deaths by year         8\nFigure 3    Marriages by year     12\n",
        "",
    );
}

#[test]
fn comments_and_calls_in_code() {
    check("// 0:   '.3'    is no integer\n// 1:   '3.'    is no fraction\n// 2:   '3e'    is no exponent\n", "");
    check("first,\nsecond,\nthird,\nfoo(),\n1,\n2,\nbar(),\n3,\n4,\nbaz(),\n5,\n6,\n", "");
    check("} else   {\nwhile x.len() <   2   { x.push(0); }\nif carry !=   0   { x.push(carry); }\n", "");
}

#[test]
fn addresses_beside_each_other() {
    check(
        "
Jane Miller                    Peter Schmidt                 Ana Souza
12 Oak Street                  Hauptstraße 7                 Rua das Flores 45
Springfield, IL 62701          10115 Berlin                  1200-195 Lisboa
USA                            Germany                       Portugal

Head office                              Branch office
Acme Ltd                                 Acme GmbH
4 Mill Lane                              Ringstraße 19
Leeds LS1 4AB                            20095 Hamburg
Tel. +44 113 496 0000                    Tel. +49 40 123456
Fax +44 113 496 0001                     Fax +49 40 123457
",
        "",
    );
}

#[test]
fn numbered_notes_in_two_columns() {
    check(
        "
1  Without the islands.                 4  Until 2003 with farms.
2  Estimate.                            5  From 2005 on a new survey.
3  Break in the series.                 6  Mean of 12 months.
",
        "",
    );
}

#[test]
fn machine_code_with_its_places() {
    check(
        "
0000:  55           push   rbp
0001:  48 89 e5     mov    rbp, rsp
0004:  b8 00 00     mov    eax, 0
0009:  5d           pop    rbp
000a:  c3           ret
",
        "",
    );
}

#[test]
fn verse_drama_with_names_beside_it() {
    check(
        "
HAMLET.      To be, or not to be, that is the question:
             Whether 'tis nobler in the mind to suffer
OPHELIA.     My lord, I have remembrances of yours,
             That I have longed long to re-deliver.
HAMLET.      No, not I. I never gave you aught.
OPHELIA.     My honour'd lord, you know right well you did.
",
        "",
    );
}

#[test]
fn machine_code_parted_by_tabs() {
    check(
        "
  400526:\t55                   \tpush   %rbp
  400527:\t48 89 e5             \tmov    %rsp,%rbp
  40052a:\tbf d4 05 40 00       \tmov    $0x4005d4,%edi
  40052f:\te8 cc fe ff ff       \tcall   400400 <puts@plt>
  400539:\t5d                   \tpop    %rbp
",
        "",
    );
}

#[test]
fn numbered_chapters_and_the_pages_they_begin_on() {
    check(
        r##"
Table of Contents
1 Executive summary           10
2 Background                  17
3 Legal framework             20
4 Methodology                 21
5 Results by region           29
6 Northern regions            37
7 Discussion                  53
"##,
        "",
    );
}

#[test]
fn forms_to_be_filled_in() {
    check(
        r##"
Application for a permit

Last name: ____________________         First name: ____________________
Street address: ____________________    City: ____________________
Telephone: ____________________         E-mail address: ____________________
Date of birth: ____________________     Place of birth: ____________________
"##,
        "",
    );
}

#[test]
fn short_forms_and_what_they_stand_for() {
    check(
        r##"
CAP     Common agricultural policy
CPI     Consumer price index
ECB     European Central Bank
EIA     Environmental impact assessment
GDP     Gross domestic product
HICP    Harmonised index of consumer prices
WTO     World Trade Organization
"##,
        "",
    );
}

#[test]
fn short_forms_below_names_of_columns_are_a_table() {
    check(
        r##"
Code    Meaning
CAP     Common agricultural policy
CPI     Consumer price index
ECB     European Central Bank
GDP     Gross domestic product
"##,
        "
Code | Meaning
CAP | Common agricultural policy
CPI | Consumer price index
ECB | European Central Bank
GDP | Gross domestic product
",
    );
}

#[test]
fn agendas() {
    check(
        r##"
Workshop agenda
Brussels, 14 May 2012

9:00         Registration and coffee
9:30         Opening remarks
9:45         Keynote: the state of the European seas
10:45        Break
11:15        Session 1: monitoring and data
12:45        Lunch
"##,
        "",
    );
}

#[test]
fn questions_and_answers() {
    check(
        r##"
Q1   Most of those who were asked think that fishing was cut by a quarter because of the new rules on nets
     in the way in which catches are recorded.
A    The working group notes that fishing was cut by a quarter, and the trend is expected to continue in
     the years to come.
Q2   The working group notes that most of the additional funds went to the maintenance of bridges.
A    The evaluation team has reported that farm income fell because of lower prices for corn and for beans.
Q3   The board found that additional training would be needed for teachers in grades 4 through 8 as well.
A    The agency confirmed that most of the additional funds went to the maintenance of bridges and tunnels.
"##,
        "",
    );
}

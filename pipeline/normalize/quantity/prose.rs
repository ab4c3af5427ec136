//! Chinese numerals in running text: a numeral goes in, whether it counts or is a part of a word (一切, 四川) comes out.

use super::numeral::{Form, Numeral};
use super::text::{char_at, char_before, eat, eat_before};
use super::unit::{UnitFound, is_money};
use super::{Reader, han};

impl Reader {
    /// False where a Chinese numeral is a part of a word.
    pub(super) fn is_numeral(&self, text: &str, numeral: &Numeral) -> bool {
        let next = char_at(text, numeral.end);
        let before = char_before(text, numeral.start);
        let single = numeral.form == Form::HanSingle;
        if numeral.implicit {
            // 单位：百万元 and （百万元） name a unit.
            let currency = self.mark_before(text, numeral.start, 0).map_or(numeral.start, |mark| mark.start());
            let before_unit = char_before(text, currency);
            // 单位：人民币百万元
            let unit = before_unit.is_some_and(|c| matches!(c, '：' | ':' | '（' | '(' | '/'))
                || currency < numeral.start && before_unit.is_none_or(|c| matches!(c, '\n' | '\t' | ' ' | '|'));
            // 千亿级 is an order of magnitude.
            let order = matches!(next, Some('级' | '級' | '量'));
            // 千万不要 is "by no means".
            let means = eat_before(text, numeral.end, "千万").is_some()
                && [
                    "不要",
                    "不能",
                    "不可",
                    "不得",
                    "别",
                    "莫",
                    "勿",
                    "要小心",
                    "要注意",
                    "要记",
                    "要当",
                    "记住",
                    "小心",
                ]
                .into_iter()
                .any(|word| eat(text, numeral.end, word).is_some());
            return !unit && !order && !means && !before.is_some_and(|c| "成位".contains(c));
        }
        if !single {
            return !self.is_word_pair(text, numeral);
        }
        let digit = &text[numeral.start..numeral.end];
        // 统一, 唯一, 进一步, 之一
        if digit == "一" && before.is_some_and(|c| "统統唯单專专万之其划归同逐不合".contains(c)) {
            return false;
        }
        let counted = self.unit_behind(text, numeral.end);
        let unit = counted.as_ref().and_then(UnitFound::index);
        // 拾起, 陆续, 伍人: only an amount of money is written so with one character.
        if numeral.financial {
            return unit.is_some_and(is_money);
        }
        // 星期四, 周五
        let weekday = match before {
            Some('周' | '週') => true,
            Some('期') => eat_before(text, numeral.start, "星期").is_some(),
            Some('拜') => eat_before(text, numeral.start, "礼拜").is_some(),
            _ => false,
        };
        if weekday && unit.is_none() {
            return false;
        }
        if let Some(next) = next {
            let pair: [char; 2] = [digit.chars().next().unwrap_or(' '), next];
            if NOT_COUNTED.contains(&pair) {
                return false;
            }
            let range = matches!(next, '至' | '到')
                && char_at(text, numeral.end + 3)
                    .and_then(han::part)
                    .is_some_and(|part| matches!(part, han::Part::Digit(..) | han::Part::Small(1)));
            // 十余家, 十多个
            let more = matches!(next, '余' | '餘' | '多' | '来')
                && digit == "十"
                && self.unit_behind(text, numeral.end + next.len_utf8()).is_some();
            if unit.is_some() || range || more || matches!(next, '块' | '塊') {
                return true;
            }
            if next == '分' && digit != "一" && digit != "十" && eat(text, numeral.end, "分之").is_some() {
                return true;
            }
            if next.is_ascii() || !next.is_alphabetic() {
                // A numeral between other characters of a word and punctuation ends the word: 五, but not 之一。
                return digit != "两"
                    && (digit != "一"
                        || !before.is_some_and(char::is_alphabetic)
                        || before.is_some_and(|c| "是有为選选按".contains(c)));
            }
            return match digit {
                "一" => {
                    "这這却也和与与、是".contains(next) && before.is_some_and(|c| "是有为".contains(c)) || next == '却'
                }
                "十" => false,
                _ => "这這却也和与是不的了吗呢又还".contains(next),
            };
        }
        unit.is_some()
            || (digit != "两"
                && digit != "兩"
                && (!before.is_some_and(char::is_alphabetic) || before.is_some_and(|c| "是有为到至负負".contains(c))))
    }
}

impl Reader {
    /// True for two digits without 十 that count nothing before a Chinese word, which they are a part of: 三一重工,
    /// 五四运动, 三四线城市. Before a mark or an end they may be a number.
    fn is_word_pair(&self, text: &str, numeral: &Numeral) -> bool {
        let mut digits = text[numeral.start..numeral.end].chars();
        let pair = digits.by_ref().take(2).all(|c| matches!(han::part(c), Some(han::Part::Digit(_, false))));
        pair && digits.next().is_none()
            && numeral.end - numeral.start == 6
            && char_at(text, numeral.end).is_some_and(|c| c.is_alphabetic() && !"至到和与的是".contains(c))
            && self.unit_behind(text, numeral.end).is_none()
    }
}

/// Words that look like a numeral and its counter.
const NOT_COUNTED: [[char; 2]; 13] = [
    ['十', '足'],
    ['十', '分'],
    ['一', '起'],
    ['一', '级'],
    ['一', '度'],
    ['一', '道'],
    ['一', '把'],
    ['一', '手'],
    ['一', '门'],
    ['三', '角'],
    ['两', '两'],
    ['兩', '兩'],
    ['一', '头'],
];

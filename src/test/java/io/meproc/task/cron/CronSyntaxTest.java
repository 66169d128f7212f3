package io.meproc.task.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no pattern, and what an operator is told. */
class CronSyntaxTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "60 * * * *; minute; 60",
                "-1 * * * *; minute; -1",
                "-5 * * * *; minute; -5",
                "5/15 * * * *; minute; 5/15",
                "5/ * * * *; minute; 5/",
                "*/61 * * * *; minute; 61",
                "*/0 * * * *; minute; 0",
                "*/ * * * *; minute; */",
                "/5 * * * *; minute; /5",
                "*/-5 * * * *; minute; -5",
                "*/5/5 * * * *; minute; 5/5",
                "*/100 * * * *; minute; 100",
                "1-10/61 * * * *; minute; 61",
                "1-10/x * * * *; minute; x",
                "1,,2 * * * *; minute; 1,,2",
                ",1 * * * *; minute; ,1",
                "1, * * * *; minute; 1,",
                ", * * * *; minute; ','",
                "1--5 * * * *; minute; 1--5",
                "1- * * * *; minute; 1-",
                "- * * * *; minute; -",
                "5-1 * * * *; minute; 5-1",
                "1-2-3 * * * *; minute; 1-2-3",
                "1-60 * * * *; minute; 60",
                "*-5 * * * *; minute; *-5",
                "** * * * *; minute; **",
                "*5 * * * *; minute; *5",
                "1.5 * * * *; minute; 1.5",
                "+5 * * * *; minute; +5",
                "0x5 * * * *; minute; 0x5",
                "005 * * * *; minute; 005",
                "99999999999 * * * *; minute; 99999999999",
                "L * * * *; minute; L",
                "jan * * * *; minute; jan",
                "? * * * *; minute; ?",
                "~ * * * *; minute; ~",
                "H * * * *; minute; H",
                "\u0665 * * * *; minute; \\u0665",
                "* 24 * * *; hour; 24",
                "* 8-25 * * *; hour; 25",
                "* */25 * * *; hour; 25",
                "* 9am * * *; hour; 9am",
                "* 1:30 * * *; hour; 1:30",
                "* * 0 * *; day of month; 0",
                "* * 32 * *; day of month; 32",
                "* * L-3 * *; day of month; L-3",
                "* * 1-L * *; day of month; 1-L",
                "* * L/2 * *; day of month; L/2",
                "* * LW * *; day of month; LW",
                "* * 15W * *; day of month; 15W",
                "* * ? * *; day of month; ?",
                "* * */32 * *; day of month; 32",
                "* * mon * *; day of month; mon",
                "* * * 0 *; month; 0",
                "* * * 13 *; month; 13",
                "* * * january *; month; january",
                "* * * dec-jan *; month; dec-jan",
                "* * * jan- *; month; jan-",
                "* * * */13 *; month; 13",
                "* * * mon *; month; mon",
                "* * * * 8; day of week; 8",
                "* * * * 0-7; day of week; 0-7",
                "* * * * sun-7; day of week; sun-7",
                "* * * * 0-7/2; day of week; 0-7",
                "* * * * 7-1; day of week; 7-1",
                "* * * * fri-mon; day of week; fri-mon",
                "* * * * */8; day of week; 8",
                "* * * * 5L; day of week; 5L",
                "* * * * L; day of week; L",
                "* * * * 5#2; day of week; 5#2",
                "* * * * monday; day of week; monday",
                "* * * * \u017Fun; day of week; \\u017Fun",
                "* * * * 1-; day of week; 1-",
                "*; hour; *",
                "* *; day of month; * *",
                "* * *; month; * * *",
                "* * * *; day of week; * * * *",
                "0 * * * * *; day of week; 0 * * * * *",
                "* * * * * 2026; day of week; 2026",
                "* * * * * @daily; day of week; @daily",
                "* * * * *|61 * * * *; alternative 2: minute; 61",
                "* * * *|* * * * *; alternative 1: day of week; * * * *",
                "@daily|* 24 * * *|*; alternative 2: hour; 24",
            })
    void theMessageNamesTheFieldAndWhatWasSent(String text, String field, String sent) {
        assertThatThrownBy(() -> CronPattern.parse(text))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessageStartingWith(field)
                .hasMessageContaining(sent)
                .hasMessageContaining("allowed: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@reboot", "@Daily", "@", "@every 5m", "@daily *", "@daily @hourly", "@hourly5"})
    void anUnknownWordIsToldTheKnownOnes(String text) {
        assertThatThrownBy(() -> CronPattern.parse(text))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessage("\"" + text + "\" is not a word for a pattern; allowed: "
                        + "@annually @daily @hourly @midnight @monthly @weekly @yearly, alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t \t"})
    void anEmptyPatternIsToldTheShapeOfOne(String text) {
        assertThatThrownBy(() -> CronPattern.parse(text))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessage("the pattern is empty; allowed: five fields between blanks"
                        + " (minute, hour, day of month, month, day of week), or a word like @daily");
    }

    @ParameterizedTest
    @ValueSource(strings = {"|", "* * * * *|", "|* * * * *", "* * * * *||* * * * *", "* * * * *| |* * * * *"})
    void anEmptyAlternativeIsNamedByItsNumber(String text) {
        assertThatThrownBy(() -> CronPattern.parse(text))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessageMatching("alternative [12]: the pattern is empty; allowed: .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *\n",
                "*\n* * * *",
                "*\u00A0* * * *",
                "* * * * *\0",
                "\u001B[31m * * * *",
                "* * * * \uD83D\uDE00"
            })
    void otherBlanksAndControlCharactersAreRefusedAndNeverEchoed(String text) {
        assertThatThrownBy(() -> CronPattern.parse(text))
                .isInstanceOf(CronSyntaxException.class)
                .message()
                .matches("[ -~]*")
                .contains("\\u");
    }

    @Test
    void aLongPatternIsRefusedUnread() {
        assertThat(CronPattern.parse("* * * * *" + " ".repeat(247)).fires()).isTrue();
        assertThatThrownBy(() -> CronPattern.parse("* * * * *" + " ".repeat(248)))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessage("the pattern has 257 characters; allowed: up to 256");
        assertThatThrownBy(() -> CronPattern.parse("*".repeat(1_000_000)))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessage("the pattern has 1000000 characters; allowed: up to 256");
    }

    @Test
    void aSeventeenthAlternativeIsRefused() {
        assertThat(CronPattern.parse("@daily|".repeat(15) + "@daily").fires()).isTrue();
        assertThatThrownBy(() -> CronPattern.parse("@daily|".repeat(16) + "@daily"))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessage("the pattern has 17 alternatives between |; allowed: up to 16");
    }

    @Test
    void aMessageReadsAsASentenceForAnOperator() {
        assertThatThrownBy(() -> CronPattern.parse("0 0 * * 1,9"))
                .hasMessage(
                        "day of week \"1,9\": \"9\" is not a value of this field; allowed: 0 to 7 (0 and 7 are Sunday),"
                                + " sun to sat, *, lists (a,b), ranges (a-b), steps (*/n, a-b/n)");
        assertThatThrownBy(() -> CronPattern.parse("0 0 * *"))
                .hasMessage(
                        "day of week is missing in \"0 0 * *\", which has 4 of five fields; allowed: five fields between"
                                + " blanks (minute, hour, day of month, month, day of week), or a word like @daily");
    }
}

package io.meproc.task.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What holds for every pattern, tried on random ones; the seeds are fixed. */
class CronPatternPropertyTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<ZoneId> ZONES = List.of(
            ZoneOffset.UTC,
            ZoneId.of("America/New_York"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Africa/Cairo"),
            ZoneId.of("America/Havana"));

    private final Random random = new Random(7);

    @Test
    void aPatternThatIsPrintedAndReadAgainFiresAlike() {
        RandomPatterns patterns = new RandomPatterns(1);
        for (int n = 0; n < 2_000; n++) {
            CronPattern pattern = CronPattern.parse(patterns.any());
            CronPattern again = CronPattern.parse(pattern.toString());
            assertThat(again).isEqualTo(pattern);
            assertThat(again.fires()).isEqualTo(pattern.fires());
            for (ZoneId zone : ZONES) {
                Instant after = instant();
                assertThat(again.next(after, zone)).as(pattern.text()).isEqualTo(pattern.next(after, zone));
            }
        }
    }

    @Test
    void aNextFireIsTheFirstMinuteThatMatchesInUtc() {
        RandomPatterns patterns = new RandomPatterns(2);
        int found = 0;
        for (int n = 0; n < 1_000; n++) {
            String text = patterns.any();
            Instant after = instant();
            Optional<LocalDateTime> next = CronPattern.parse(text)
                    .next(after, ZoneOffset.UTC)
                    .map(fire -> LocalDateTime.ofInstant(fire, ZoneOffset.UTC));
            Oracle oracle = new Oracle(text);
            LocalDateTime minute = LocalDateTime.ofInstant(after, ZoneOffset.UTC);
            for (int looked = 0; looked < 3_000; looked++) {
                minute = minute.withSecond(0).withNano(0).plusMinutes(1);
                if (oracle.shows(minute)) {
                    assertThat(next).as("%s after %s", text, after).contains(minute);
                    found++;
                    break;
                }
            }
            LocalDateTime last = minute;
            assertThat(next)
                    .as("%s after %s", text, after)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isEmpty(),
                            some -> assertThat(some.orElseThrow()).isAfterOrEqualTo(last));
        }
        assertThat(found).isGreaterThan(300);
    }

    @Test
    void aNextFireIsNeverPassedOverFromAnEarlierInstant() {
        RandomPatterns patterns = new RandomPatterns(3);
        for (int n = 0; n < 2_000; n++) {
            CronPattern pattern = CronPattern.parse(patterns.any());
            for (ZoneId zone : ZONES) {
                Instant early = instant();
                Instant late = early.plusSeconds(random.nextInt(1_000_000));
                Optional<Instant> first = pattern.next(early, zone);
                Optional<Instant> second = pattern.next(late, zone);
                assertThat(first.isPresent()).isEqualTo(pattern.fires());
                first.ifPresent(fire -> {
                    assertThat(fire).isAfter(early);
                    assertThat(second.orElseThrow()).isAfter(late).isAfterOrEqualTo(fire);
                    if (fire.isAfter(late)) {
                        assertThat(second)
                                .as("%s after %s in %s", pattern, late, zone)
                                .contains(fire);
                    }
                });
            }
        }
    }

    /** It logs its exceptions, which are no news here. */
    @BeforeAll
    static void cronUtilsIsQuiet() {
        assertThat(LoggerFactory.getLogger("com.cronutils"))
                .isInstanceOfSatisfying(Logger.class, logger -> logger.setLevel(Level.INFO));
    }

    @Test
    void cronUtilsAgreesOnWhatEveryCronHasInCommon() {
        CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        RandomPatterns patterns = new RandomPatterns(4);
        for (int n = 0; n < 1_000; n++) {
            String text = patterns.common();
            ExecutionTime other = ExecutionTime.forCron(parser.parse(text));
            Instant after = instant();
            assertThat(CronPattern.parse(text).next(after, ZoneOffset.UTC))
                    .as("%s after %s", text, after)
                    .isEqualTo(other.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toInstant));
        }
    }

    @Test
    void noTextWhateverGetsAnotherAnswerThanAPatternOrARefusal() {
        String letters = "0123456789*/,-|LlW#?@ \t\n\u0661janfrisu";
        RandomPatterns patterns = new RandomPatterns(5);
        for (int n = 0; n < 5_000; n++) {
            StringBuilder text = new StringBuilder(patterns.any());
            for (int change = random.nextInt(4); change >= 0; change--) {
                text.setCharAt(random.nextInt(text.length()), letters.charAt(random.nextInt(letters.length())));
            }
            assertThatCode(() -> {
                        try {
                            CronPattern.parse(text.toString()).next(START, ZoneOffset.UTC);
                        } catch (CronSyntaxException refusal) {
                            assertThat(refusal.getMessage())
                                    .contains("allowed: ")
                                    .matches("[ -~]+");
                        }
                    })
                    .as(text.toString())
                    .doesNotThrowAnyException();
        }
    }

    private Instant instant() {
        return START.plusSeconds(random.nextInt(4 * 366 * 86_400)).plusNanos(random.nextInt(2) * 500_000_000L);
    }
}

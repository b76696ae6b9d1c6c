package posixkit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowTest {
    @Test
    void quantilesLieBetweenNeighbours() {
        double[] values = {4, 1, 3, 2};
        assertEquals(1, Row.quantile(values, 0));
        assertEquals(1.75, Row.quantile(values, 0.25));
        assertEquals(2.5, Row.quantile(values, 0.5));
        assertEquals(4, Row.quantile(values, 1));
        assertEquals(7, Row.quantile(new double[] {7}, 0.5));
    }

    @Test
    void lineContainsTheWholeRow() {
        Row row = new Row("stat", "posixkit", "", "ffm", Double.NaN, 0.9, 1.05, 1.25, 1e6, 0);
        assertTrue(Row.isRow(row.toLine()));
        assertEquals(row, Row.ofLine(row.toLine()));
        assertFalse(Row.isRow("WARNING: something else"));
    }

    @Test
    void goalIsMissedIfThePrintedRatioIsAboveIt() {
        assertFalse(rowWith(1.05, 1.054).isGoalMissed());
        assertTrue(rowWith(1.05, 1.056).isGoalMissed());
        assertFalse(rowWith(Double.NaN, 9).isGoalMissed());
    }

    private static Row rowWith(double goal, double median) {
        return new Row("stat", "posixkit", "", "ffm", goal, median, median, median, 1, 0);
    }
}

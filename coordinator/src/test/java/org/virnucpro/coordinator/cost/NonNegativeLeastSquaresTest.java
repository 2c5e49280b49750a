package org.virnucpro.coordinator.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NonNegativeLeastSquaresTest {

    @Test
    void exact_equations_are_solved_exactly() {
        double[] truth = {3, 0.5, 0, 2};
        SplittableRandom random = new SplittableRandom(1);
        NonNegativeLeastSquares squares = new NonNegativeLeastSquares(4);
        for (int row = 0; row < 20; row++) {
            double[] x = random.doubles(4).toArray();
            squares.add(x, 3 * x[0] + 0.5 * x[1] + 2 * x[3], 1);
        }
        double[] solution = squares.solve();
        for (int unknown = 0; unknown < 4; unknown++) {
            assertThat(solution[unknown]).isCloseTo(truth[unknown], within(1e-6));
        }
    }

    /** Without the bound the line through these points has the intercept -1 and the slope 2. */
    @Test
    void an_unknown_that_would_be_negative_is_0_and_the_others_make_the_best_of_it() {
        NonNegativeLeastSquares squares = new NonNegativeLeastSquares(2);
        squares.add(new double[] {1, 1}, 1, 1);
        squares.add(new double[] {2, 1}, 3, 1);
        squares.add(new double[] {3, 1}, 5, 1);
        assertThat(squares.solve()[1]).isZero();
        assertThat(squares.solve()[0]).isCloseTo(22.0 / 14, within(1e-9));
    }

    @Test
    void a_heavier_equation_pulls_harder() {
        NonNegativeLeastSquares squares = new NonNegativeLeastSquares(1);
        squares.add(new double[] {1}, 1, 3);
        squares.add(new double[] {1}, 5, 1);
        assertThat(squares.solve()[0]).isCloseTo(2, within(1e-9));
    }
}

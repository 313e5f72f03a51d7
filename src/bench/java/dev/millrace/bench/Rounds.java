package dev.millrace.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures what is compared in turns, so that whatever else the machine does falls on all of it alike. */
public final class Rounds {

    private Rounds() {}

    /** What each of them gave, round by round. Every other round goes backwards, so that nothing always comes first. */
    public static <T> List<List<T>> inTurns(int rounds, List<Callable<T>> compared) throws Exception {
        List<List<T>> measured = new ArrayList<>();
        compared.forEach(each -> measured.add(new ArrayList<>()));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < compared.size(); i++) {
            order.add(i);
        }
        for (int round = 0; round < rounds; round++) {
            for (int index : order) {
                measured.get(index).add(compared.get(index).call());
            }
            Collections.reverse(order);
        }
        return measured;
    }

    /** The rates of two ways. */
    public static Pair rates(int rounds, Callable<Double> ours, Callable<Double> limit) throws Exception {
        List<List<Double>> measured = inTurns(rounds, List.of(ours, limit));
        return new Pair(
                Series.of(measured.getFirst(), Double::doubleValue),
                Series.of(measured.getLast(), Double::doubleValue));
    }

    /** What was measured in turns. */
    public record Pair(Series ours, Series limit) {}
}

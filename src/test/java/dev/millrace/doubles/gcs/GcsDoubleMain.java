package dev.millrace.doubles.gcs;

import java.util.Arrays;

/** Runs the double as a program: `GcsDoubleMain PORT BUCKET…` prints its URL, for STORAGE_EMULATOR_HOST, and serves until it is killed. */
public final class GcsDoubleMain {

    private GcsDoubleMain() {}

    public static void main(String[] args) throws InterruptedException {
        int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
        String[] buckets = args.length < 2 ? new String[] {"bucket"} : Arrays.copyOfRange(args, 1, args.length);
        try (GcsDouble gcs = GcsDouble.start(port, 1000, buckets)) {
            System.out.println(gcs.url());
            Thread.currentThread().join();
        }
    }
}

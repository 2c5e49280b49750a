package org.virnucpro.common.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.file.Folders;
import org.virnucpro.common.sequence.Chunk;
import org.virnucpro.common.sequence.DuplicateIds;
import org.virnucpro.common.sequence.FailedRecords;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaException;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.InputStem;
import org.virnucpro.common.sequence.OpenFrame;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.sequence.RejectedRecord;
import org.virnucpro.common.sequence.TranslationFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro translate}: the files that VirNucPro makes before it asks the models. */
@Command(
        name = "translate",
        mixinStandardHelpOptions = true,
        description = {
            "Cuts sequences into chunks and translates their open reading frames, with the bytes of VirNucPro.",
            "Writes <stem>_chunked<C>.fa, <stem>_identified_nucleotide.fa and <stem>_identified_protein.faa;"
                    + " records that cannot be processed are listed in failed.tsv (exit code 3)."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro translate contigs.fa -l 500 -o out",
            "  gunzip -c contigs.fa.gz | virnucpro translate - -l 300 -o out",
            "",
            "With --sequences-per-file N the open frames are also written to <stem>_nucleotide/output_1.fa, ... and"
                    + " <stem>_protein/output_1.fa, ...: a new file at every N-th header. Files output_<number>.fa of an"
                    + " earlier run are removed from these two folders first.",
            "A first record behind a UTF-8 byte order mark, which VirNucPro skips silently, is listed in failed.tsv."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class TranslateCommand implements Subcommand {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "INPUT", description = "FASTA file, plain or compressed; - reads standard input")
    private String input;

    @Option(
            names = {"-l", "--chunk-size"},
            required = true,
            paramLabel = "C",
            description = "bases of a chunk; the models of VirNucPro are made for 300 and 500")
    private int chunkSize;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "folder for the files; it is created when it does not exist")
    private Path folder;

    @Option(
            names = "--sequences-per-file",
            paramLabel = "N",
            description = "write the open frames split into files of N sequences as well; VirNucPro takes 10000")
    private @Nullable Integer sequencesPerFile;

    private long records;
    private boolean warnedOfDuplicates;

    @Override
    public Integer call() {
        if (chunkSize < 1) {
            throw new ParameterException(
                    spec.commandLine(), "-l is " + chunkSize + " but a chunk needs at least one base");
        }
        if (sequencesPerFile != null && sequencesPerFile < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sequences-per-file is " + sequencesPerFile + " but a file needs at least one sequence");
        }
        String stem = stem();
        try (FastaReader reader = open()) {
            return translate(reader, stem);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private int translate(FastaReader reader, String stem) {
        try {
            Folders.create(folder);
            try (TranslationFiles files = createFiles(stem);
                    FailedRecords failed = new FailedRecords(folder)) {
                translate(reader, files, failed);
                files.commit();
                failed.commit();
                return report(failed.count());
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE,
                    "cannot write into " + folder + ": " + FileProblem.reason(e) + "; name another -o",
                    e);
        }
    }

    private TranslationFiles createFiles(String stem) throws IOException {
        return sequencesPerFile == null
                ? TranslationFiles.create(folder, stem, chunkSize)
                : TranslationFiles.createWithSplit(folder, stem, chunkSize, sequencesPerFile);
    }

    private void translate(FastaReader reader, TranslationFiles files, FailedRecords failed) throws IOException {
        OpenFrameFinder finder = new OpenFrameFinder(chunkSize);
        DuplicateIds ids = new DuplicateIds();
        for (FastaEntry entry = next(reader); entry != null; entry = next(reader)) {
            records++;
            if (entry instanceof RejectedRecord rejected) {
                failed.add(input, rejected);
            } else if (entry instanceof FastaRecord record) {
                warnOfDuplicate(record, ids);
                write(record, finder, files);
            }
        }
    }

    private static void write(FastaRecord record, OpenFrameFinder finder, TranslationFiles files) throws IOException {
        Iterator<Chunk> chunks = finder.chunker().chunks(record).iterator();
        while (chunks.hasNext()) {
            Chunk chunk = chunks.next();
            files.write(chunk);
            for (OpenFrame frame : finder.openFrames(chunk)) {
                files.write(frame);
            }
        }
    }

    private void warnOfDuplicate(FastaRecord record, DuplicateIds ids) {
        if (!warnedOfDuplicates && ids.seenBefore(record.id())) {
            warnedOfDuplicates = true;
            warn("the sequence id '" + record.id() + "' comes again in line " + record.line() + " of " + input
                    + "; all sequences are processed, but their results have the same names");
        }
    }

    private int report(long rejected) {
        if (records == 0) {
            warn(input + " holds no FASTA record (no line starts with >); the files are empty");
        }
        if (rejected == 0) {
            return ExitCodes.OK;
        }
        warn(rejected + " of " + records + " records were not processed, see "
                + folder.resolve(FailedRecords.FILE_NAME));
        return ExitCodes.PARTIAL;
    }

    private String stem() {
        try {
            return InputStem.of(input);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.NO_INPUT, "cannot read " + input + ": it is no file", e);
        }
    }

    private FastaReader open() throws IOException {
        return input.equals(InputStem.STANDARD_INPUT)
                ? FastaReader.of(System.in, "standard input")
                : FastaReader.open(Path.of(input));
    }

    private @Nullable FastaEntry next(FastaReader reader) {
        try {
            return reader.next();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CommandException unreadable(IOException e) {
        return e instanceof FastaException
                ? new CommandException(ExitCodes.BAD_INPUT, String.valueOf(e.getMessage()), e)
                : new CommandException(ExitCodes.NO_INPUT, "cannot read " + input + ": " + FileProblem.reason(e), e);
    }

    private void warn(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("virnucpro: warning: " + message);
        err.flush();
    }
}

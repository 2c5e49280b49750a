package org.virnucpro.worker.tokenize;

import java.util.Map;

/**
 * What a BPE tokenizer knows.
 *
 * @param characters ids of the tokens of one code point
 * @param merges the merges by rank
 * @param highestId the largest id of any token
 * @param unknown id for a character outside the vocabulary
 * @param special tokens that are found in the text before it is cut into words
 * @param before ids in front of every encoded text
 * @param after ids behind every encoded text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
record BpeVocabulary(
        Map<Integer, Integer> characters,
        MergeTable merges,
        int highestId,
        int unknown,
        SpecialTokens special,
        int[] before,
        int[] after) {}

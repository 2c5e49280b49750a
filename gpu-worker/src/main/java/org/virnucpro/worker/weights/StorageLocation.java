package org.virnucpro.worker.weights;

/** Where the numbers of a storage lie. */
record StorageLocation(StorageBytes bytes, long firstByte) {

    StoredTensor tensor(TorchTensor view) {
        ElementType type = view.storage().type();
        return new StoredTensor(bytes, firstByte + view.offset() * type.bytes(), type, view.shape(), view.strides());
    }
}

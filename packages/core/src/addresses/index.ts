export {
  findOwners,
  type OwnedAddress,
  type Owner,
  ownedAddressKey,
  putOwnedAddress,
  readOwnedAddress,
  removeOwnedAddress,
} from './owned-address.ts';
